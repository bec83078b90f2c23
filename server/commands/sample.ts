import { loadSample } from '../ecosystem/sample/load.ts'
import { removeSample } from '../ecosystem/sample/remove.ts'
import { openStores } from '../records/files/stores.ts'
import { counted, type Command } from './command.ts'

export const sampleLoad: Command = {
  name: 'sample load',
  summary: 'Load the sample company: made-up customers, deals and history up to today',
  options: {},
  async run(given) {
    const { records } = await loadSample(await given.context(), openStores(given.config))
    given.out.write(`The sample company is loaded: ${counted(records)}.\n`)
  },
}

export const sampleRemove: Command = {
  name: 'sample remove',
  summary: 'Remove the sample company and what was written about it',
  options: {},
  async run(given) {
    const { records } = await removeSample(await given.context())
    given.out.write(`The sample company is removed: ${counted(records)}.\n`)
  },
}
