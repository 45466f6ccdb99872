#ifndef PROBE_STEPS_H
#define PROBE_STEPS_H

/// From now on counts the calls that change files, open them or let go of them, and ends the process, as if it were
/// killed, in front of the one of this number; 1 is the next.
void improbe_end_before_step(int number);

/// How many such calls there were since.
int improbe_steps(void);

#endif
