# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated pool refuses what xapi refuses, and boots as hosts do."""

import time

from client import ISO, MEMORY, ApiError, Client
from harness import main, need
from pooltest import PoolTest

# ---- what xapi refuses ---------------------------------------------------------------------------


class RefusalTest(PoolTest):
    def test_types_and_counts_are_those_of_the_data(self):
        vm = self.template()
        for field, args in (
                ("vm", ("VM.clone", ["x"], "x")), ("new_name", ("VM.clone", vm, True)),
                ("value", ("VM.set_is_a_template", vm, "true")),
                ("value", ("VM.set_other_config", vm, {"a": {}})),
                ("value", ("VM.set_VCPUs_max", vm, "many")),
                ("value", ("VM.set_actions_after_reboot", vm, "explode")),
                ("timeout", ("event.from", ["*"], "", "30"))):
            with self.subTest(args=args):
                self.assert_error("FIELD_TYPE_ERROR", *args, params=[field])
        self.assert_error("MESSAGE_PARAMETER_COUNT_MISMATCH", "VM.clone", vm,
                          params=["VM.clone", "3", "2"])
        self.assert_error("MESSAGE_METHOD_UNKNOWN", "VM.explode", vm, params=["VM.explode"])
        self.assert_error("Fault", "Async.VM.set_PV_args", vm, "x")
        self.assert_unchanged()

    def test_enumerations_are_taken_in_any_case(self):
        vm = self.guest()
        self.client("VM.set_actions_after_reboot", vm, "Destroy")
        self.assertEqual(self.client("VM.get_record", vm)["actions_after_reboot"], "destroy")

    def test_references_have_to_be_somebody(self):
        self.assert_error("HANDLE_INVALID", "VM.get_record", "OpaqueRef:x",
                          params=["VM", "OpaqueRef:x"])
        self.assert_error("HANDLE_INVALID", "VM.clone", "OpaqueRef:NULL", "x", task=True)
        self.assert_error("UUID_INVALID", "VM.get_by_uuid", "x", params=["VM", "x"])
        session = self.client.session
        self.client.session = "OpaqueRef:x"
        self.assert_error("SESSION_INVALID", "VM.get_all_records", params=["OpaqueRef:x"])
        self.client.session = session

    def test_a_constructor_misses_what_is_mandatory(self):
        self.assert_error("FIELD_TYPE_ERROR", "VDI.create", {"name_label": "x"}, params=["SR"])

    def test_power_states_are_told_in_lower_case(self):
        vm = self.guest()
        self.cd(vm)
        self.assert_error("VM_BAD_POWER_STATE", "VM.hard_shutdown", vm)
        self.client("VM.start", vm, False, False)
        self.assert_error("VM_BAD_POWER_STATE", "VM.start", vm, False, False,
                          params=[vm, "halted", "running"])
        self.assert_error("VM_BAD_POWER_STATE", "VM.destroy", vm, task=True,
                          params=[vm, "halted", "running"])
        self.assert_error("VM_BAD_POWER_STATE", "VM.set_memory_limits", vm, *[MEMORY] * 4)
        self.client("VM.set_PV_args", vm, "")

    def test_templates_do_not_start_and_default_ones_stay(self):
        self.assert_error("VM_IS_TEMPLATE", "VM.start", self.template(), False, False)
        self.assert_error("VM_CANNOT_DELETE_DEFAULT_TEMPLATE", "VM.destroy", self.template())

    def test_memory_limits_have_an_order_and_without_a_licence_are_equal(self):
        vm = self.guest()
        for limits in ((MEMORY, 1, 1, 1), (1, MEMORY, 1, MEMORY)):
            self.assert_error("MEMORY_CONSTRAINT_VIOLATION", "VM.set_memory_limits", vm, *limits)

    def test_virtual_processors_at_startup_are_never_more_than_there_are(self):
        vm = self.guest()
        self.assert_error("INVALID_VALUE", "VM.set_VCPUs_at_startup", vm, 2)

    def test_a_key_is_added_once(self):
        vm = self.guest()
        self.client("VM.add_to_other_config", vm, "k", "v")
        self.assert_error("MAP_DUPLICATE_KEY", "VM.add_to_other_config", vm, "k", "w",
                          params=["VM", "other_config", vm, "k"])

    def test_devices_are_checked(self):
        vm = self.guest()
        self.cd(vm)
        for code, more in (("DEVICE_ALREADY_EXISTS", {}), ("INVALID_DEVICE", {"userdevice": "16"}),
                           ("VBD_CDS_MUST_BE_READONLY", {"userdevice": "4", "mode": "RW"}),
                           ("VDI_READONLY", {"userdevice": "4", "mode": "RW", "type": "Disk"})):
            with self.subTest(code=code), self.assertRaises(ApiError) as caught:
                self.cd(vm, **more)
            self.assertEqual(caught.exception.code, code)
        network = list(self.client("network.get_all_records"))[0]
        vif = {"device": "0", "network": network, "VM": vm, "MAC": "01:00:00:00:00:01",
               "MTU": "1500", "other_config": {}, "qos_algorithm_type": "",
               "qos_algorithm_params": {}}
        self.assert_error("MAC_INVALID", "VIF.create", vif)
        made = self.client("VIF.create", {**vif, "MAC": "02:00:00:00:00:01"})
        self.assertEqual(self.client("VIF.get_MAC", made), "02:00:00:00:00:01")
        self.assert_error("DEVICE_ALREADY_EXISTS", "VIF.create", {**vif, "MAC": ""}, params=["0"])

    def test_the_medium_cannot_be_destroyed(self):
        iso = self.client("VDI.get_by_name_label", ISO)[0]
        self.assert_error("SR_OPERATION_NOT_SUPPORTED", "VDI.destroy", iso, task=True)

    def test_storage_fills_up(self):
        disk = {"SR": self.client("SR.get_by_name_label", "Shared storage")[0],
                "virtual_size": str(1 << 50), "type": "user", "sharable": False,
                "read_only": False, "other_config": {}}
        self.assert_error("SR_FULL", "VDI.create", disk, params=[str(1 << 50), str(16 << 40)])
        disk["SR"] = self.client("SR.get_by_name_label", "Local storage")[0]
        self.assert_error("SR_BACKEND_FAILURE_44", "VDI.create", disk)
        disk["SR"] = self.client("SR.get_by_name_label", "XenServer Tools")[0]
        self.assert_error("SR_OPERATION_NOT_SUPPORTED", "VDI.create", disk)

    def test_disks_of_a_template_want_the_uuid_of_storage(self):
        vm = self.client("VM.clone", self.template(), "disks")
        self.addCleanup(self.discard, vm)
        self.assert_error("UUID_INVALID", "VM.provision", vm, task=True, params=["sr", ""])
        other = self.client("VM.get_other_config", vm)
        sr = self.client("SR.get_by_name_label", "Shared storage")[0]
        other["disks"] = other["disks"].replace('sr=""',
                                                f'sr="{self.client("SR.get_uuid", sr)}"')
        self.client("VM.set_other_config", vm, other)
        self.client.task("VM.provision", vm)
        vbd = self.client("VBD.get_record", self.client("VM.get_VBDs", vm)[0])
        self.assertTrue(vbd["bootable"])
        self.assertNotIn("disks", self.client("VM.get_other_config", vm))
        self.addCleanup(self.client, "VDI.destroy", vbd["VDI"])

    def test_a_clone_brings_disks_and_interfaces_of_its_own(self):
        source = self.guest()
        sr = self.client("SR.get_by_name_label", "Shared storage")[0]
        disk = self.client("VDI.create", {
            "name_label": "data", "SR": sr, "virtual_size": str(1 << 30), "type": "user",
            "sharable": False, "read_only": False, "other_config": {"key": "value"}})
        self.cd(source)
        self.cd(source, VDI=disk, userdevice="0", mode="RW", type="Disk")
        network = self.client("network.get_all_records")
        self.client("VIF.create", {
            "VM": source, "network": next(iter(network)), "device": "0", "MAC": "", "MTU": "1500",
            "other_config": {}, "qos_algorithm_type": "", "qos_algorithm_params": {}})
        vm = self.client.task("VM.clone", source, "copy")
        self.addCleanup(self.discard, vm)
        self.addCleanup(self.client, "VDI.destroy", disk)
        drives = {d["userdevice"]: d for d in (self.client("VBD.get_record", v)
                                               for v in self.client("VM.get_VBDs", vm))}
        self.assertEqual(drives["3"]["VDI"], self.client("VDI.get_by_name_label", ISO)[0])
        copy = self.client("VDI.get_record", drives["0"]["VDI"])
        self.addCleanup(self.client, "VDI.destroy", drives["0"]["VDI"])
        self.assertNotEqual(drives["0"]["VDI"], disk)
        self.assertEqual((copy["name_label"], copy["other_config"]), ("data", {"key": "value"}))
        macs = [self.client("VIF.get_MAC", self.client("VM.get_VIFs", v)[0]) for v in (vm, source)]
        self.assertEqual(len(set(macs)), 2)

    def test_a_busy_repository_allows_nothing_and_keeps_nobody_out(self):
        sr = self.client("SR.get_by_name_label", "Shared storage")[0]
        disk = {"name_label": "slow", "SR": sr, "virtual_size": str(1 << 30), "type": "user",
                "sharable": False, "read_only": False, "other_config": {}}
        self.pool.post("fault", "VDI.create=slow:0.5")
        task = self.client("Async.VDI.create", disk)
        while not self.client("SR.get_record", sr)["current_operations"]:
            time.sleep(0.01)
        record = self.client("SR.get_record", sr)
        self.assertEqual(list(record["current_operations"].values()), ["vdi_create"])
        self.assertNotIn("vdi_create", record["allowed_operations"])
        self.client("VDI.destroy", self.client("VDI.create", disk))
        while self.client("task.get_status", task) == "pending":
            time.sleep(0.01)
        self.assertIn("vdi_create", self.client("SR.get_record", sr)["allowed_operations"])
        self.client("VDI.destroy", self.client("VDI.get_by_name_label", "slow")[0])

    def test_physical_drives_hold_no_disks(self):
        for label in "DVD drives", "Removable storage":
            sr = self.client("SR.get_by_name_label", label)[0]
            record = self.client("SR.get_record", sr)
            self.assertEqual(record["type"], "udev")
            self.assertNotIn("vdi_create", record["allowed_operations"])
            self.assert_error("SR_OPERATION_NOT_SUPPORTED", "VDI.create", {
                "SR": sr, "virtual_size": str(1 << 20), "type": "user", "sharable": False,
                "read_only": False, "other_config": {}})

    def test_a_network_without_an_interface_is_where_its_guests_are(self):
        vm = self.guest()
        self.cd(vm)
        network = self.client("network.get_by_name_label", "Pool-wide network associated with eth1")
        for ref, record in self.client("PIF.get_all_records").items():
            if record["network"] == network[0]:
                pif = {"class": "PIF", "uuid": record["uuid"]}
                self.pool.post("set", {**pif, "set": {"network": "OpaqueRef:NULL"}})
                self.addCleanup(self.pool.post, "set", {**pif, "set": {"network": network[0]}})
        self.client("VIF.create", {
            "VM": vm, "network": network[0], "device": "0", "MAC": "", "MTU": "1500",
            "other_config": {}, "qos_algorithm_type": "", "qos_algorithm_params": {}})
        self.assertEqual(len(self.client("VM.get_possible_hosts", vm)), 1)

    def test_a_guest_that_fits_nowhere_does_not_start(self):
        vm = self.guest()
        self.cd(vm)
        self.client("VM.set_memory_limits", vm, 0, *[1 << 50] * 3)
        self.assert_error("NO_HOSTS_AVAILABLE", "VM.start", vm, False, False)
        self.assertEqual(self.client("VM.get_possible_hosts", vm), [])
        host = self.client("host.get_all")[0]
        error = self.assert_error("HOST_NOT_ENOUGH_FREE_MEMORY", "VM.assert_can_boot_here", vm,
                                  host)
        self.assertEqual(error.params[0], str(1 << 50))

    def test_an_expression_selects_records(self):
        found = self.client("VM.get_all_records_where",
                            'not field "is_a_template"="true" or field "name__label"="CentOS 7"')
        self.assertEqual(sorted(r["name_label"] for r in found.values()),
                         ["CentOS 7", "Control domain on host: host1"])
        self.assert_error("INTERNAL_ERROR", "VM.get_all_records_where", 'field "name_label" ~ 1')


# ---- the bootloaders -----------------------------------------------------------------------------


class BootTest(PoolTest):
    def start(self, vm):
        self.client.task("VM.start", vm, False, False)
        return self.pool.get("boots")[-1]

    def assert_start_fails(self, vm, code, text):
        error = self.assert_error(code, "VM.start", vm, False, False, task=True)
        self.assertIn(text, error.params[-1])

    def test_the_line_is_cut_at_1023_bytes(self):
        vm = self.guest()
        cd = self.cd(vm)
        for size, cut in ((1020, False), (1021, True)):
            self.client("VM.set_PV_args", vm, "x" * size)
            boot = self.start(vm)
            self.assertEqual((len(boot["cmdline"]), boot["cut"]), (1023, cut))
            self.assertEqual(boot["length"], size + 3)
            self.client("VM.hard_shutdown", vm)
            self.client("VBD.set_bootable", cd, True)
            self.client("VM.remove_from_other_config", vm, "install-round")

    def test_legacy_arguments_go_before(self):
        vm = self.guest()
        self.cd(vm)
        self.client("VM.set_PV_args", vm, "own")
        self.client("VM.set_PV_legacy_args", vm, "legacy")
        self.assertEqual(self.start(vm)["cmdline"], "  legacy own")

    def test_other_config_has_to_name_the_distribution_and_the_source(self):
        for key, value in (("install-distro", "windows"), ("install-repository", "floppy")):
            vm = self.guest()
            self.cd(vm)
            other = self.client("VM.get_other_config", vm)
            self.client("VM.set_other_config", vm, {**other, key: value})
            self.assert_start_fails(vm, "BOOTLOADER_FAILED", "UNSUPPORTED_INSTALL_METHOD")

    def test_a_network_source_is_told_to_the_installer(self):
        vm = self.guest()
        other = self.client("VM.get_other_config", vm)
        self.client("VM.set_other_config", vm,
                    {**other, "install-repository": "http://192.0.2.1/el7"})
        self.client("VM.set_PV_args", vm, "own")
        self.assertEqual(self.start(vm)["cmdline"], " method=http://192.0.2.1/el7/  own")

    def test_the_medium_has_to_be_there_and_hold_a_kernel_that_is_not_too_large(self):
        for iso, text in (("data.iso", "INVALID_SOURCE"), ("big-initrd.iso", "LIMITS")):
            vm = self.guest()
            self.cd(vm, iso)
            self.assert_start_fails(vm, "BOOTLOADER_FAILED", text)
        vm = self.guest()
        self.cd(vm, bootable=False)
        self.assert_start_fails(vm, "INTERNAL_ERROR", "there is no bootable device")

    def test_a_second_bootable_disk_is_what_gets_booted(self):
        vm, disk = self.guest(), self.disk()
        self.vbd(vm, disk, True)
        self.cd(vm)
        self.assert_start_fails(vm, "BOOTLOADER_FAILED", "INVALID_SOURCE")

    def disk(self):
        disk = self.client("VDI.create", {
            "SR": self.client("SR.get_by_name_label", "Shared storage")[0], "type": "system",
            "virtual_size": str(1 << 20), "sharable": False, "read_only": False,
            "other_config": {}})
        self.addCleanup(lambda: Client(self.pool.port).login()("VDI.destroy", disk))
        return disk

    def vbd(self, vm, disk, bootable):
        return self.client("VBD.create", {
            "VM": vm, "VDI": disk, "userdevice": "0", "bootable": bootable, "mode": "RW",
            "type": "Disk", "empty": False, "other_config": {}, "qos_algorithm_type": "",
            "qos_algorithm_params": {}})

    def installed(self, system):
        disk, vm = self.disk(), self.guest()
        hard, cd = self.vbd(vm, disk, False), self.cd(vm)
        self.start(vm)
        self.assertEqual((self.client("VBD.get_bootable", hard),
                          self.client("VBD.get_bootable", cd)), (True, False))
        self.assertEqual(self.client("VM.get_PV_bootloader", vm), "eliloader")
        self.client("VM.set_PV_args", vm, "")
        uuid = self.client("VM.get_uuid", vm)
        self.pool.post("guest", {"vm": uuid, "does": "install", "system": system})
        return vm, uuid

    def test_the_second_boot_is_the_installed_system_by_pygrub(self):
        vm, uuid = self.installed("ext4")
        self.pool.post("guest", {"vm": uuid, "does": "reboot"})
        boot = self.pool.get("boots")[-1]
        self.assertEqual((boot["how"], boot["cmdline"]), ("pygrub", "root=/dev/xvda1 ro  "))
        self.assertEqual(self.client("VM.get_PV_bootloader", vm), "pygrub")
        self.assertFalse({"install-round", "install-distro"}
                         & set(self.client("VM.get_other_config", vm)))
        self.assertEqual(self.client("VM.get_power_state", vm), "Running")

    def test_pygrub_cannot_read_a_new_xfs(self):
        vm, uuid = self.installed("xfs")
        with self.assertRaises(ValueError) as caught:
            self.pool.post("guest", {"vm": uuid, "does": "reboot"})
        self.assertIn("BOOTLOADER_FAILED", str(caught.exception))
        self.assertEqual(self.client("VM.get_power_state", vm), "Halted")

    def test_pygrub_takes_a_kernel_by_name_when_told_where_the_file_system_starts(self):
        vm = self.guest()
        self.cd(vm)
        self.client("VM.set_PV_bootloader", vm, "pygrub")
        self.client("VM.set_PV_args", vm, "own")
        names = "--kernel /isolinux/vmlinuz --ramdisk=/isolinux/initrd.img"
        for args in (names, names.replace("/vmlinuz", "/linux") + " --offset=0"):
            self.client("VM.set_PV_bootloader_args", vm, args)
            self.assert_start_fails(vm, "BOOTLOADER_FAILED", "Unable to find")
        self.client("VM.set_PV_bootloader_args", vm, names + " --offset=0")
        boot = self.start(vm)
        self.assertEqual((boot["kernel"], boot["cmdline"]), ("isolinux/vmlinuz", "  own"))


# ---- drives and repositories ---------------------------------------------------------------------


class DriveTest(PoolTest):
    def running(self):
        vm = self.guest()
        cd = self.cd(vm)
        self.client.task("VM.start", vm, False, False)
        return vm, cd, self.client("VM.get_uuid", vm)

    def test_to_eject_from_a_running_guest_is_to_unplug(self):
        _, cd, _ = self.running()
        self.client.task("VBD.eject", cd)
        record = self.client("VBD.get_record", cd)
        self.assertEqual((record["empty"], record["currently_attached"]), (True, False))

    def test_a_guest_that_has_its_medium_mounted_does_not_let_it_go(self):
        vm, cd, uuid = self.running()
        self.pool.post("guest", {"vm": uuid, "does": "mount"})
        self.assert_error("DEVICE_DETACH_REJECTED", "VBD.eject", cd, task=True)
        self.assertEqual(self.client("VBD.get_record", cd)["empty"], False)
        self.pool.post("guest", {"vm": uuid, "does": "unmount"})
        self.client.task("VBD.eject", cd)
        self.assertEqual(self.client("VM.get_power_state", vm), "Running")

    def test_a_halted_guest_has_nothing_to_say_about_it(self):
        vm, cd, uuid = self.running()
        self.pool.post("guest", {"vm": uuid, "does": "mount"})
        self.client.task("VM.hard_shutdown", vm)
        self.client.task("VBD.eject", cd)

    def test_a_medium_whose_file_is_gone_keeps_its_record_and_starts_nothing(self):
        vm = self.guest()
        cd = self.cd(vm)
        self.addCleanup(self.pool.post, "set", {"class": "VDI", "name_label": ISO,
                                                "set": {"missing": False}})
        self.pool.post("set", {"class": "VDI", "name_label": ISO, "set": {"missing": True}})
        self.assert_error("SR_BACKEND_FAILURE_46", "VM.start", vm, False, False, task=True)
        self.assertEqual(self.client("VM.get_power_state", vm), "Halted")
        self.client("VBD.destroy", cd)

    def test_a_drive_may_be_called_by_its_name_in_the_guest(self):
        vm = self.guest()
        cd = self.cd(vm, userdevice="xvda")
        self.assertEqual(self.client("VBD.get_userdevice", cd), "xvda")
        self.assertNotIn("0", self.client("VM.get_allowed_VBD_devices", vm))
        for name in ("0", "hda", "xvda"):
            with self.assertRaises(ApiError) as caught:
                self.cd(vm, userdevice=name)
            self.assertEqual(caught.exception.code, "DEVICE_ALREADY_EXISTS")
        with self.assertRaises(ApiError) as caught:
            self.cd(vm, userdevice="xvdq")
        self.assertEqual(caught.exception.code, "INVALID_DEVICE")


class RepositoryTest(PoolTest):
    OPTIONS = ("--hosts", "2", "--disk-time", "0.5")

    def disk(self, sr):
        return {"SR": sr, "type": "user", "virtual_size": "4096", "sharable": False,
                "read_only": False, "other_config": {}}

    def test_each_host_has_a_dvd_drive_and_room_for_what_is_plugged_in(self):
        kinds = {}
        for record in self.client("SR.get_all_records").values():
            if record["type"] == "udev":
                host, = (self.client("PBD.get_record", p)["host"] for p in record["PBDs"])
                kinds.setdefault(record["content_type"], set()).add(host)
        every = set(self.client("host.get_all"))
        self.assertEqual(kinds, {"iso": every, "disk": every})

    def test_while_a_disk_is_made_nothing_else_is_allowed_and_who_comes_waits(self):
        sr = self.client.named("SR", "Shared storage")
        tasks = [self.client("Async.VDI.create", self.disk(sr)) for _ in range(3)]
        seen, made = [], []
        while len(made) < len(tasks):
            record = self.client("SR.get_record", sr)
            seen.append((set(record["current_operations"].values()),
                         "vdi_create" in record["allowed_operations"]))
            made = [r for r in map(lambda t: self.client("task.get_record", t), tasks)
                    if r["status"] != "pending"]
        self.assertIn(({"vdi_create"}, False), seen)
        self.assertEqual({s[1] for s in seen if s[0]}, {False})
        self.assertEqual([r["status"] for r in made], ["success"] * 3)
        self.assertIn("vdi_create", self.client("SR.get_allowed_operations", sr))
        for task, record in zip(tasks, made):
            self.client("VDI.destroy", record["result"][7:-8])
            self.client("task.destroy", task)
        self.assert_unchanged()


class MemoryTest(PoolTest):
    OPTIONS = ("--hosts", "2")

    def test_a_host_can_be_short_of_memory(self):
        vm = self.guest()
        self.cd(vm)
        self.client("VM.set_memory_limits", vm, MEMORY, MEMORY, MEMORY, MEMORY)
        for host in self.client("host.get_all_records").values():
            metrics = self.client("host_metrics.get_record", host["metrics"])
            self.addCleanup(self.pool.post, "set", {
                "class": "host_metrics", "uuid": metrics["uuid"],
                "set": {"memory_free": int(metrics["memory_free"])}})
            self.pool.post("set", {"class": "host_metrics", "uuid": metrics["uuid"],
                                   "set": {"memory_free": MEMORY - 1}})
        self.assertEqual(self.client("VM.get_possible_hosts", vm), [])
        host = self.client("host.get_all")[1]
        self.assertEqual(self.client("host.compute_free_memory", host), str(MEMORY - 1))
        self.assert_error("HOST_NOT_ENOUGH_FREE_MEMORY", "VM.assert_can_boot_here", vm, host)


class OldBootTest(PoolTest):
    OPTIONS = ("--release", "6.2")

    def test_a_quote_is_escaped_for_the_bootloader_and_arrives(self):
        vm = self.guest()
        self.cd(vm)
        self.client("VM.set_PV_args", vm, 'a="b\\c"')
        self.client.task("VM.start", vm, False, False)
        self.assertIn(' a="b\\c"', self.pool.get("boots")[-1]["cmdline"])


if __name__ == "__main__":
    need("openssl")
    main()
