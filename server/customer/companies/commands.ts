import { company } from '../../../contract/customer/company.ts'
import type { Behaviour } from '../../records/behaviour.ts'
import { followIdentities } from '../identities/commands.ts'
import { enterStages, followLifecycle } from '../lifecycle/commands.ts'
import { completeCompany } from './rules.ts'

export const companyBehaviour: Behaviour = {
  type: company,
  complete: completeCompany,
  eventOf: ({ before, after }) =>
    before && after.values.lifecycleStage && before.values.lifecycleStage !== after.values.lifecycleStage
      ? { type: 'company.stage-entered', data: { stage: after.values.lifecycleStage } }
      : null,
  follow: [...followIdentities('company', ['domain', 'phone']), followLifecycle('company')],
  enterStages: enterStages('company'),
}
