import { sampleRoutes } from '../../contract/ecosystem/sample.ts'
import { call } from '../shell/api.ts'

export const loadSample = () => call(sampleRoutes.load)
export const removeSample = () => call(sampleRoutes.remove)
