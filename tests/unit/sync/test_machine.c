/* What a device tells of itself, from a made-up sysfs. */
#include "sync/machine.h"

#include "base/fs.h"
#include "support/folder_case.h"
#include "unit.h"

static void put(const char *path, const char *text)
{
	char full[512], parent[512];
	snprintf(full, sizeof full, "%s/%s", folder, path);
	snprintf(parent, sizeof parent, "%s", full);
	*strrchr(parent, '/') = '\0';
	assert_true(fs_mkdirs(parent, NULL));
	assert_true(fs_write_swap(full, text, strlen(text), NULL));
}

static void a_device_that_tells_nothing_is_unknown(void **state)
{
	(void)state;
	struct machine m = machine_read(folder);
	assert_int_equal(m.celsius, MACHINE_UNKNOWN);
	assert_int_equal(m.memory_free_mb, -1);
	assert_int_equal(m.card_worn_percent, -1);
	assert_int_equal(m.card_written_mb, -1);
	assert_false(m.undervoltage_told || m.undervoltage);
}

static void a_raspberry_pi_tells_heat_memory_power_and_card(void **state)
{
	(void)state;
	put("sys/class/thermal/thermal_zone0/temp", "48312\n");
	put("proc/meminfo", "MemTotal: 900000 kB\nMemFree: 1000 kB\nMemAvailable:  524288 kB\n");
	put("sys/devices/platform/soc/soc:firmware/get_throttled", "50000\n");
	put("sys/block/mmcblk0/stat", "  1 2 3 4 5 6 4096 8 9 10 11\n");
	put("sys/block/mmcblk0/device/life_time", "0x02 0x09\n");
	put("sys/block/mmcblk0boot0/stat", "  1 2 3 4 5 6 999999999 8 9 10 11\n");
	struct machine m = machine_read(folder);
	assert_int_equal(m.celsius, 48);
	assert_int_equal(m.memory_free_mb, 512);
	assert_int_equal(m.card_worn_percent, 90);
	assert_int_equal(m.card_written_mb, 2);
	assert_true(m.undervoltage_told && m.undervoltage);
}

static void undervoltage_is_seen_in_either_place(void **state)
{
	(void)state;
	put("sys/class/hwmon/hwmon0/name", "cpu_thermal\n");
	put("sys/class/hwmon/hwmon1/name", "rpi_volt\n");
	put("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "0\n");
	assert_true(machine_read(folder).undervoltage_told);
	assert_false(machine_read(folder).undervoltage);
	put("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n");
	assert_true(machine_read(folder).undervoltage);
	put("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "0\n");
	put("sys/devices/platform/soc/soc:firmware/get_throttled", "80008\n"); /* hot, not short of power */
	assert_false(machine_read(folder).undervoltage);
}

static void without_meminfo_the_node_tells_the_memory(void **state)
{
	(void)state;
	put("sys/devices/system/node/node0/meminfo",
	    "Node 0 MemTotal: 1 kB\nNode 0 MemFree:   204800 kB\nNode 0 Inactive(file):   102400 kB\n");
	assert_int_equal(machine_read(folder).memory_free_mb, 300);
}

static void nonsense_counts_as_not_told(void **state)
{
	(void)state;
	put("sys/class/thermal/thermal_zone0/temp", "hot\n");
	put("proc/meminfo", "");
	put("sys/devices/platform/soc/soc:firmware/get_throttled", "?\n");
	put("sys/block/mmcblk0/stat", "1 2\n");
	put("sys/block/mmcblk0/device/life_time", "0xff 0x00\n");
	struct machine m = machine_read(folder);
	assert_int_equal(m.celsius, MACHINE_UNKNOWN);
	assert_int_equal(m.memory_free_mb, -1);
	assert_int_equal(m.card_worn_percent, -1);
	assert_int_equal(m.card_written_mb, -1);
	assert_false(m.undervoltage_told);
}

static void a_card_past_its_life_is_worn_out(void **state)
{
	(void)state;
	put("sys/block/mmcblk1/device/life_time", "0x0B 0x01\n");
	assert_int_equal(machine_read(folder).card_worn_percent, 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_CASE(a_device_that_tells_nothing_is_unknown),
		FOLDER_CASE(a_raspberry_pi_tells_heat_memory_power_and_card),
		FOLDER_CASE(undervoltage_is_seen_in_either_place),
		FOLDER_CASE(without_meminfo_the_node_tells_the_memory),
		FOLDER_CASE(nonsense_counts_as_not_told),
		FOLDER_CASE(a_card_past_its_life_is_worn_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
