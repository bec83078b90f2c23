import { CompiledQuery } from 'kysely'
import { person } from '../../../../contract/customer/person.ts'
import type { DealPerson, PersonDeal } from '../../../../contract/sales/deal-people.ts'
import { deal } from '../../../../contract/sales/deal.ts'
import type { Context } from '../../../http/context.ts'
import { getRecord } from '../../../records/list.ts'
import { typeIn } from '../../../records/types.ts'
import { knows, parameters, permitted } from '../../../records/visible.ts'

/** Who has which part in buying, whoever decides first; only people whom the caller may see. */
export async function peopleOf(context: Context, id: string): Promise<DealPerson[]> {
  await getRecord(context, typeIn(context.database, deal.name), id)
  const { values, bind } = parameters()
  const jobTitle = knows(context.caller, person.name, 'jobTitle') ? 'p.job_title' : 'null'
  const { rows } = await context.database.db.executeQuery<DealPerson>(
    CompiledQuery.raw(
      `select json_build_object('id', p.id, 'title', p.title, 'jobTitle', ${jobTitle}) as person, d.role, d.attitude, d.note
        from deal_people d join people p on p.id = d.person_id
        where d.deal_id = ${bind(id)} and p.deleted_at is null and ${permitted(context.caller, person, 'see', 'p', bind)}
        order by d.added_at, p.id`,
      values,
    ),
  )
  return rows
}

/** The deals in which a person has a part, open ones first, the latest on top. */
export async function dealsOf(context: Context, id: string): Promise<PersonDeal[]> {
  await getRecord(context, typeIn(context.database, person.name), id)
  const { values, bind } = parameters()
  const { rows } = await context.database.db.executeQuery<PersonDeal>(
    CompiledQuery.raw(
      `select json_build_object('id', d.id, 'title', d.title, 'status', d.status) as deal, p.role, p.attitude, p.note
        from deal_people p join deals d on d.id = p.deal_id
        where p.person_id = ${bind(id)} and d.deleted_at is null and ${permitted(context.caller, deal, 'see', 'd', bind)}
        order by d.status = 'open' desc, p.added_at desc, d.id limit 100`,
      values,
    ),
  )
  return rows
}
