import { CloseButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { t } from '../text/t.ts'
import classes from './side-panel.module.css'

interface SidePanelProps {
  title: string
  onClose: () => void
  actions?: ReactNode
  children: ReactNode
}

/**
 * A panel beside the page, not over it: the list stays in use. Escape closes it, and focus returns to where it was.
 * On a phone it covers the page.
 */
export function SidePanel({ title, onClose, actions, children }: SidePanelProps) {
  const panel = useRef<HTMLElement>(null)
  const close = useRef(onClose)
  useEffect(() => {
    close.current = onClose
  })
  useEffect(() => {
    const element = panel.current
    const before = document.activeElement
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      event.stopPropagation()
      close.current()
    }
    element?.addEventListener('keydown', onKeyDown)
    return () => {
      element?.removeEventListener('keydown', onKeyDown)
      const isLost = document.activeElement === document.body || element?.contains(document.activeElement)
      if (before instanceof HTMLElement && isLost) before.focus()
    }
  }, [])
  return (
    <aside ref={panel} className={classes.panel} aria-label={title}>
      <header className={classes.header}>
        <h2 className={classes.title}>{title}</h2>
        {actions}
        <CloseButton aria-label={t('ui.close')} onClick={onClose} />
      </header>
      <div className={classes.body}>{children}</div>
    </aside>
  )
}
