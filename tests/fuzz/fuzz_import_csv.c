/* layers: import net model base */
#include "import_fuzz.h"

FUZZ_READER(source_csv_read, "csv", "v11")
