/* layers: import net model base */
#include "import_fuzz.h"

FUZZ_READER(source_ptv_read, "ptv", "v12")
