import { useRouterState } from '@tanstack/react-router'
import { createContext, use, useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { recordTypeByPlural } from '../../contract/record-types.ts'
import { everyPlace } from './navigation.ts'
import { typeLabel } from '../text/labels.ts'

export interface Crumb {
  label: string
  to?: string
}

const Trail = createContext<{ last: Crumb | null; name: (crumb: Crumb | null) => void }>({
  last: null,
  name: () => {},
})

export function CrumbProvider({ children }: { children: ReactNode }) {
  const [last, name] = useState<Crumb | null>(null)
  const value = useMemo(() => ({ last, name }), [last])
  return <Trail value={value}>{children}</Trail>
}

/** Names the record or thing that the page shows: the last crumb after its list. */
export function useCrumb(label: string | undefined) {
  const { name } = use(Trail)
  useEffect(() => {
    name(label ? { label } : null)
    return () => name(null)
  }, [label, name])
}

const places = everyPlace()

export function useCrumbs(): Crumb[] {
  const { last } = use(Trail)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const place = places.findLast(({ to }) => path === to || path.startsWith(`${to}/`))
  const type = recordTypeByPlural(path.split('/')[1] ?? '')
  const list = place ?? (type && { to: `/${type.plural}`, label: typeLabel(type).many })
  return [...(list ? [{ label: list.label, to: list.to }] : []), ...(last ? [last] : [])]
}
