import { use } from 'react'
import type { ReactNode } from 'react'
import { ExpandedContext, useTitle } from './titles.ts'

interface TitleProps {
  type: string
  id: string
  /** The title is a dash when it is not known. */
  children?: (title: string) => ReactNode
}

const asItIs = (title: string): ReactNode => title

/** A referred record's title. In a list it came along, and then nothing is subscribed to for it. */
export function Title({ type, id, children = asItIs }: TitleProps) {
  const came = use(ExpandedContext)[id]
  return came ? children(came.title) : <Asked type={type} id={id} show={children} />
}

function Asked({ type, id, show }: { type: string; id: string; show: (title: string) => ReactNode }) {
  return show(useTitle(type, id) ?? '—')
}
