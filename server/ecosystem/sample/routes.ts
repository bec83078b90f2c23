import { sampleRoutes } from '../../../contract/ecosystem/sample.ts'
import type { Bind } from '../../http/bind.ts'
import type { Stores } from '../../records/files/stores.ts'
import { loadSample } from './load.ts'
import { removeSample } from './remove.ts'

export function bindSample(bind: Bind, stores: Stores): void {
  bind(sampleRoutes.load, ({ context }) => loadSample(context, stores))
  bind(sampleRoutes.remove, ({ context }) => removeSample(context))
}
