import { CompiledQuery } from 'kysely'
import type { z } from 'zod'
import { company } from '../../../contract/customer/company.ts'
import type { Duplicate, duplicateRoutes } from '../../../contract/customer/duplicates.ts'
import { person } from '../../../contract/customer/person.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Context } from '../../http/context.ts'
import { hiddenFields, knows, parameters, permitted, type Bind } from '../../records/visible.ts'
import { normalDomain } from '../companies/rules.ts'
import { normalPhone } from '../people/rules.ts'
import { bareName, legalForm, likelihood, type Likeness } from './rules.ts'

type PersonInput = z.infer<NonNullable<typeof duplicateRoutes.people.query>>
type CompanyInput = z.infer<NonNullable<typeof duplicateRoutes.companies.query>>

/** Each way of finding brings no more than these, so that a common name costs no more than a rare one. */
const candidates = 20
const shown = 5

type Row = Likeness & { id: string; title: string; detail: string | null }

const escaped = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** Ways to find candidates, each by an index: identities are equal, names equal or misspelt. */
function ways(
  type: RecordType,
  known: { kind: string; value: string | null }[],
  name: string,
  bind: Bind,
): string[] {
  const identities = known
    .filter(({ value }) => value)
    .map(
      ({ kind, value }) => `(select ${type.name}_id as id from identities
      where kind = '${kind}' and value = ${bind(value)} and ${type.name}_id is not null limit ${candidates})`,
    )
  if (name.length < 3) return identities
  const typed = `${bind(name)}::text`
  // A short word begins too many names to be looked up misspelt. The order makes all that match be weighed, which also
  // keeps the planner from hoping to meet them soon in a scan of the whole table.
  const alike = name.length < 5 ? `s.title ilike ${bind(escaped(name))}` : `${typed} <% s.title`
  const named = `(select record_id as id from search_entries s where s.type = '${type.name}' and ${alike}
    order by similarity(s.title, ${typed}) desc limit ${candidates})`
  return [...identities, named]
}

const has = (type: RecordType, kind: string, value: string | null, bind: Bind) =>
  value
    ? `exists (select from identities i where i.kind = '${kind}' and i.value = ${bind(value)} and i.${type.name}_id = t.id)`
    : 'false'

async function find(context: Context, statement: CompiledQuery<Row> | null): Promise<Duplicate[]> {
  if (!statement) return []
  const { rows } = await context.database.lists.executeQuery(statement)
  return rows
    .flatMap(({ id, title, detail, ...likeness }) => {
      const likely = likelihood(likeness)
      return likely ? [{ id, title, detail, ...likely }] : []
    })
    .sort((a, b) => b.score - a.score || a.title.localeCompare(b.title))
    .slice(0, shown)
}

export function peopleStatement(context: Context, input: PersonInput): CompiledQuery<Row> | null {
  const email = input.email?.toLowerCase() || null
  const phone = input.phone ? normalPhone(input.phone) : null
  const name = [input.firstName, input.lastName].filter(Boolean).join(' ')
  const { values, bind } = parameters()
  const found = ways(
    person,
    [
      { kind: 'email', value: email },
      { kind: 'phone', value: phone },
    ],
    name,
    bind,
  )
  if (found.length === 0) return null
  const text = `select t.id, t.title, nullif(concat_ws(' · ', ${knows(context.caller, person.name, 'email') ? 't.email, ' : ''}c.title), '') as detail,
      ${has(person, 'email', email, bind)} as email, ${has(person, 'phone', phone, bind)} as phone, false as domain,
      ${name ? `similarity(lower(t.title), lower(${bind(name)}))::float8` : 'null::float8'} as name,
      ${input.company ? `coalesce(t.company_id = ${bind(input.company)}::uuid, false)` : 'false'} as company
    from (${found.join(' union ')}) found join people t on t.id = found.id
      left join companies c on c.id = t.company_id and ${permitted(context.caller, company, 'see', 'c', bind)}
    where t.deleted_at is null and t.id is distinct from ${bind(input.without ?? null)}::uuid
      and ${permitted(context.caller, person, 'see', 't', bind)}`
  return CompiledQuery.raw(text, values)
}

function companiesStatement(context: Context, input: CompanyInput): CompiledQuery<Row> | null {
  const domain = input.domain ? normalDomain(input.domain) : null
  const phone = input.phone ? normalPhone(input.phone) : null
  const name = input.name ? bareName(input.name) : ''
  const { values, bind } = parameters()
  const found = ways(
    company,
    [
      { kind: 'domain', value: domain },
      { kind: 'phone', value: phone },
    ],
    name,
    bind,
  )
  if (found.length === 0) return null
  const alike = () =>
    `similarity(btrim(regexp_replace(lower(t.title), ${bind(legalForm)}::text, '')), ${bind(name)}::text)::float8`
  const text = `select t.id, t.title, ${knows(context.caller, company.name, 'domain') ? 't.domain' : 'null::text'} as detail, false as email, ${has(company, 'phone', phone, bind)} as phone,
      ${has(company, 'domain', domain, bind)} as domain,
      ${name ? alike() : 'null::float8'} as name, false as company
    from (${found.join(' union ')}) found join companies t on t.id = found.id
    where t.deleted_at is null and t.id is distinct from ${bind(input.without ?? null)}::uuid
      and ${permitted(context.caller, company, 'see', 't', bind)}`
  return CompiledQuery.raw(text, values)
}

/** What the caller is not to know of finds nothing: it would tell who has it. */
function known<I extends object>(context: Context, type: RecordType, input: I): I {
  const hidden = new Set(hiddenFields(context.caller, type.name))
  return Object.fromEntries(Object.entries(input).filter(([field]) => !hidden.has(field))) as I
}

export const duplicatePeople = (context: Context, input: PersonInput): Promise<Duplicate[]> =>
  find(context, peopleStatement(context, known(context, person, input)))

export const duplicateCompanies = (context: Context, input: CompanyInput): Promise<Duplicate[]> =>
  find(context, companiesStatement(context, known(context, company, input)))
