// SPDX-License-Identifier: GPL-3.0-or-later
// Drives a pool with npm's xen-api: node peer.mjs MODULES ADDRESS TRANSPORT
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [modules, address, transport] = process.argv.slice(2)
const found = createRequire(modules + '/').resolve('xen-api')
const { createClient } = await import(pathToFileURL(found))

const xapi = createClient({
  url: `https://${address}/`,
  auth: { user: 'root', password: 'secret' },
  allowUnauthorized: true,
  transport,
  debounce: 10,
  watchEvents: ['network', 'pool', 'task', 'VM'],
})
await xapi.connect()
await xapi.objectsFetched

const all = Object.values(xapi.objects.all)
const byName = (type, name) => all.find(o => o.$type === type && o.name_label === name).$ref

const vm = await xapi.callAsync('VM.clone', byName('VM', 'CentOS 6 (64-bit)'), 'peer')
console.log('cloned', (await xapi.getRecord('VM', vm)).power_state)

const config = await xapi.getField('VM', vm, 'other_config')
delete config.disks
await xapi.call('VM.set_other_config', vm, {
  ...config, 'install-distro': 'rhlike', 'install-repository': 'cdrom',
})
await xapi.call('VM.set_memory_limits', vm, 1 << 29, 3 * 2 ** 30, 3 * 2 ** 30, 3 * 2 ** 30)
await xapi.setField('VM', vm, 'PV_args', 'peer')
await xapi.callAsync('VM.provision', vm)
const [iso] = await xapi.call('VDI.get_by_name_label', 'CentOS-7-x86_64-DVD-2009.iso')
await xapi.call('VBD.create', {
  VM: vm, VDI: iso, userdevice: '3', bootable: true,
  mode: 'RO', type: 'CD', empty: false, other_config: {}, qos_algorithm_type: '',
  qos_algorithm_params: {},
})
await xapi.call('VIF.create', {
  device: '0', network: byName('network', 'Pool-wide network associated with eth0'), VM: vm,
  MAC: '', MTU: 1500, other_config: {}, qos_algorithm_type: '', qos_algorithm_params: {},
})
console.log('provisioned')

const running = new Promise(resolve => xapi.objects.on('update', changed => {
  const record = Object.values(changed).find(o => o.$ref === vm && o.power_state === 'Running')
  if (record) {
    resolve(record)
  }
}))
await xapi.callAsync('VM.start', vm, false, false)
console.log('event:', (await running).power_state)

await xapi.callAsync('VM.hard_shutdown', vm)
await xapi.callAsync('VM.destroy', vm)
console.log('destroyed')
await xapi.disconnect()
process.exit(0)
