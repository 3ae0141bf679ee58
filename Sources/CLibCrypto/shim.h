// The direct SHA-256 functions need no provider and no configuration file, and so cost nothing at
// start-up; OpenSSL 3 marks them deprecated in favour of EVP.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
