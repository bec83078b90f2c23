import { company } from '../../../contract/customer/company.ts'
import type { Behaviour } from '../../records/behaviour.ts'
import { enterStages, followLifecycle } from '../lifecycle/commands.ts'
import { completeCompany } from './rules.ts'

const forgetIdentities = `
  delete from identities i using written w, old o
  where o.id = w.id and i.company_id = w.id
    and ((i.kind = 'domain' and i.value = o.domain and o.domain is distinct from w.domain)
      or (i.kind = 'phone' and i.value = o.phone and o.phone is distinct from w.phone))`

const claimIdentities = `
  insert into identities (kind, value, company_id)
  select i.kind, i.value, w.id
  from written w left join old o on o.id = w.id,
    lateral (values ('domain', w.domain, o.domain), ('phone', w.phone, o.phone)) i (kind, value, former)
  where i.value is not null and i.value is distinct from i.former
    and (o.id is null or not exists (select from identities known
      where known.kind = i.kind and known.value = i.value and known.company_id = w.id))`

export const companyBehaviour: Behaviour = {
  type: company,
  complete: completeCompany,
  eventOf: ({ before, after }) =>
    before && after.values.lifecycleStage && before.values.lifecycleStage !== after.values.lifecycleStage
      ? { type: 'company.stage-entered', data: { stage: after.values.lifecycleStage } }
      : null,
  follow: [forgetIdentities, claimIdentities, followLifecycle('company')],
  enterStages: enterStages('company'),
}
