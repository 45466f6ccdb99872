/* What `imcat info` cannot do without: start, open a file, read its first page, write a line. */

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(int count, char **words) {
    char page[4096];
    int file = open(count > 1 ? words[1] : "", O_RDONLY);
    long size = file < 0 ? -1 : (long)read(file, page, sizeof page);
    if (size < 0) return 1;
    printf("%ld bytes\n", size);
    return 0;
}
