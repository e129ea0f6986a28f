/* layers: import net model base */
#include "import_fuzz.h"

FUZZ_READER(source_records_read, "records", "v11")
