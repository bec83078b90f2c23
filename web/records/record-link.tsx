import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { addressOf } from './address.ts'

interface RecordLinkProps {
  type: string
  id: string
  className?: string | undefined
  tabIndex?: number
  children: ReactNode
}

/**
 * A link to a record's page. Lists hold hundreds, and the router's own link watches the address in each of them; this
 * one only acts when it is clicked.
 */
export function RecordLink({ type, id, className, tabIndex, children }: RecordLinkProps) {
  const router = useRouter()
  const to = addressOf(type, id)
  return (
    <a
      href={to}
      className={className}
      tabIndex={tabIndex}
      draggable={false}
      onClick={(event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        event.stopPropagation()
        void router.navigate({ to })
      }}
    >
      {children}
    </a>
  )
}
