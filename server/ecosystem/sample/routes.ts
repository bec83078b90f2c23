import { sampleRoutes } from '../../../contract/ecosystem/sample.ts'
import type { Bind } from '../../http/bind.ts'
import { loadSample } from './load.ts'
import { removeSample } from './remove.ts'

export function bindSample(bind: Bind): void {
  bind(sampleRoutes.load, ({ context }) => loadSample(context))
  bind(sampleRoutes.remove, ({ context }) => removeSample(context))
}
