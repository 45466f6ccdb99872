@_exported public import ByteStores
@_exported public import ImageCatalogs
@_exported public import ImageCore
@_exported public import ImageSources
