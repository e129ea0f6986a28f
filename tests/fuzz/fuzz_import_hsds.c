/* layers: import net model base */
#include "import_fuzz.h"

FUZZ_READER(source_hsds_read, "hsds", "v11")
