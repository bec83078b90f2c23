import { CompiledQuery } from 'kysely'
import { person } from '../../../contract/customer/person.ts'
import { deal } from '../../../contract/sales/deal.ts'
import { objection } from '../../../contract/sales/objection.ts'
import type { Play, Raised } from '../../../contract/sales/objection-routes.ts'
import type { Context } from '../../http/context.ts'
import { getRecord } from '../../records/list.ts'
import { typeIn } from '../../records/types.ts'
import { parameters, permitted } from '../../records/visible.ts'

/**
 * Every objection with its answers, those raised most first. Counted is what was raised on deals that the caller may see
 * and that are not in the bin.
 */
export async function playbook(context: Context): Promise<Play[]> {
  const { values, bind } = parameters()
  const { rows } = await context.database.lists.executeQuery<Play>(
    CompiledQuery.raw(
      `with raised as materialized (
          select r.objection_id, r.answer_id, r.deal_id, r.answered_at, r.held
          from deal_objections r join deals d on d.id = r.deal_id
          where d.deleted_at is null and ${permitted(context.caller, deal, 'see', 'd', bind)}),
        plays as (
          select objection_id, count(distinct deal_id)::int as deals, count(*)::int as raised,
            count(answered_at)::int as answered, (count(*) filter (where held))::int as held,
            (count(*) filter (where not held))::int as failed
          from raised group by objection_id),
        given as (
          select answer_id, count(*)::int as given, (count(*) filter (where held))::int as held,
            (count(*) filter (where not held))::int as failed
          from raised where answer_id is not null group by answer_id)
      select o.id, o.title, o.description, coalesce(jsonb_array_length(o.files), 0) as files, coalesce(p.deals, 0) as deals,
        coalesce(p.raised, 0) as raised, coalesce(p.answered, 0) as answered, coalesce(p.held, 0) as held,
        coalesce(p.failed, 0) as failed,
        (select coalesce(json_agg(json_build_object('id', a.id, 'text', a.text, 'given', coalesce(g.given, 0),
            'held', coalesce(g.held, 0), 'failed', coalesce(g.failed, 0)) order by a.position, a.id), '[]')
          from objection_answers a left join given g on g.answer_id = a.id
          where a.objection_id = o.id and a.retired_at is null) as answers
      from objections o left join plays p on p.objection_id = o.id
      where o.deleted_at is null and ${permitted(context.caller, objection, 'see', 'o', bind)}
      order by coalesce(p.raised, 0) desc, o.title, o.id limit 500`,
      values,
    ),
  )
  return rows
}

/** What was said against buying on a deal, the latest first; or one of it. */
export async function raisedOn(context: Context, id: string, only?: string): Promise<Raised[]> {
  await getRecord(context, typeIn(context.database, deal.name), id)
  const { values, bind } = parameters()
  const { rows } = await context.database.db.executeQuery<Raised>(
    CompiledQuery.raw(
      `select r.id, json_build_object('id', o.id, 'title', o.title) as objection,
          case when p.id is not null then json_build_object('id', p.id, 'title', p.title) end as person, r.note,
          r.raised_at as "raisedAt", case when a.id is not null then json_build_object('id', a.id, 'text', a.text) end as answer,
          r.held, r.answered_at as "answeredAt"
        from deal_objections r join objections o on o.id = r.objection_id
          left join people p on p.id = r.person_id and p.deleted_at is null
            and ${permitted(context.caller, person, 'see', 'p', bind)}
          left join objection_answers a on a.id = r.answer_id
        where r.deal_id = ${bind(id)} and ${permitted(context.caller, objection, 'see', 'o', bind)}
          and r.id = coalesce(${bind(only ?? null)}::uuid, r.id)
        order by r.raised_at desc, r.id desc`,
      values,
    ),
  )
  return rows
}
