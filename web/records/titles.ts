import { useQuery } from '@tanstack/react-query'
import { createContext, use } from 'react'
import type { AnyRecord } from '../../contract/records/value.ts'
import { recordTypeOf } from '../shell/types.ts'
import { recordQuery } from './record-api.ts'

/** The records that came along with what is on show, by id: how a reference knows the title it shows. */
export const ExpandedContext = createContext<Readonly<Record<string, AnyRecord>>>({})

/** The title of a referred record: it came along, or is asked for. Undefined until known, or when not to be seen. */
export function useTitle(typeName: string, id: string | null): string | undefined {
  const came = use(ExpandedContext)[id ?? '']
  const { data } = useQuery({
    ...recordQuery(recordTypeOf(typeName), id ?? ''),
    enabled: Boolean(id) && !came,
    retry: false,
  })
  return came?.title ?? data?.title
}
