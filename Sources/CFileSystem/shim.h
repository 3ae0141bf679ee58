// The C library declares these for GNU sources only, which Swift's import of it is not.
#if defined(__linux__)
extern int renameat2(int, const char *, int, const char *, unsigned int);
extern int syncfs(int);
#endif
