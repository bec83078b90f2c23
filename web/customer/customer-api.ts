import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { duplicateRoutes } from '../../contract/customer/duplicates.ts'
import { employmentRoutes } from '../../contract/customer/employments.ts'
import { identityRoutes } from '../../contract/customer/identities.ts'
import { lifecycleRoutes } from '../../contract/customer/lifecycle-entries.ts'
import { throughlineRoute } from '../../contract/customer/throughline.ts'
import { timelineRoute } from '../../contract/customer/timeline.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { call } from '../shell/api.ts'

/** Everything below ['timeline', id] is read again when something happens to that customer. */
const keyOf = (id: string, what: string, ...rest: unknown[]) => ['timeline', id, what, ...rest] as const

export interface Narrowing {
  wing?: 'marketing' | 'sales' | 'service'
  kind?: 'activity,message' | 'change'
  actor?: string
  /** Of each conversation by mail only the latest message. */
  fold?: true
  /** Only the conversation of this email. */
  conversation?: string
}

const pageSize = 60

export const timelineQuery = (type: RecordType, id: string, narrowing: Narrowing) =>
  infiniteQueryOptions({
    queryKey: keyOf(id, 'events', narrowing),
    queryFn: ({ pageParam, signal }) =>
      call(timelineRoute(type), {
        params: { id },
        // The lists travel as words with commas between.
        query: { ...(narrowing as object), ...(pageParam && { after: pageParam }), limit: pageSize },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })

export const throughlineQuery = (type: RecordType, id: string) =>
  queryOptions({
    queryKey: keyOf(id, 'line'),
    queryFn: ({ signal }) => call(throughlineRoute(type), { params: { id }, signal }),
  })

export const identitiesQuery = (type: RecordType, id: string) =>
  queryOptions({
    queryKey: keyOf(id, 'identities'),
    queryFn: ({ signal }) => call(identityRoutes(type).list, { params: { id }, signal }),
  })

export const employmentsQuery = (type: RecordType, id: string) =>
  queryOptions({
    queryKey: keyOf(id, 'employments'),
    queryFn: ({ signal }) =>
      call(type.name === 'person' ? employmentRoutes.ofPerson : employmentRoutes.ofCompany, {
        params: { id },
        signal,
      }),
  })

export const lifecycleQuery = (type: RecordType, id: string) =>
  queryOptions({
    queryKey: keyOf(id, 'lifecycle'),
    queryFn: ({ signal }) => call(lifecycleRoutes(type).list, { params: { id }, signal }),
  })

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

/** Other records that may be the same customer. */
export function duplicatesQuery(type: RecordType, record: AnyRecord) {
  const { id, firstName, lastName, phone, name, domain, company } = record
  const asked =
    type.name === 'person'
      ? {
          firstName: text(firstName),
          lastName: text(lastName),
          phone: text(phone),
          company: text(company),
          without: id,
        }
      : { name: text(name), domain: text(domain), phone: text(phone), without: id }
  return queryOptions({
    queryKey: keyOf(id, 'duplicates', asked),
    queryFn: ({ signal }) =>
      call(type.name === 'person' ? duplicateRoutes.people : duplicateRoutes.companies, {
        query: asked,
        signal,
      }),
    staleTime: 300_000,
  })
}
