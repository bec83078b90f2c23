import { person } from '../../../contract/customer/person.ts'
import type { Behaviour } from '../../records/behaviour.ts'
import { enterStages, followLifecycle } from '../lifecycle/commands.ts'
import { completeCustomer } from './rules.ts'

/** An e-mail or phone that was corrected is no identity any more; further addresses stay. */
const forgetIdentities = `
  delete from identities i using written w, old o
  where o.id = w.id and i.person_id = w.id
    and ((i.kind = 'email' and i.value = o.email and o.email is distinct from w.email)
      or (i.kind = 'phone' and i.value = o.phone and o.phone is distinct from w.phone))`

const claimIdentities = `
  insert into identities (kind, value, person_id)
  select i.kind, i.value, w.id
  from written w left join old o on o.id = w.id,
    lateral (values ('email', w.email, o.email), ('phone', w.phone, o.phone)) i (kind, value, former)
  where i.value is not null and i.value is distinct from i.former
    and (o.id is null or not exists (select from identities known
      where known.kind = i.kind and known.value = i.value and known.person_id = w.id))`

export const personBehaviour: Behaviour = {
  type: person,
  complete: completeCustomer,
  eventOf: ({ before, after }) =>
    before && after.values.lifecycleStage && before.values.lifecycleStage !== after.values.lifecycleStage
      ? { type: 'person.stage-entered', data: { stage: after.values.lifecycleStage } }
      : null,
  follow: [forgetIdentities, claimIdentities, followLifecycle('person')],
  enterStages: enterStages('person'),
}
