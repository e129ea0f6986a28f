/* layers: import net model base */
#include "import_fuzz.h"

FUZZ_READER(source_eventz_read, "eventz", "v11")
