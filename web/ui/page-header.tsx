import type { ReactNode } from 'react'
import { useEffect } from 'react'
import classes from './page-header.module.css'

interface PageHeaderProps {
  title: string
  /** Before the title: an avatar or a wing's mark. */
  mark?: ReactNode
  subtitle?: ReactNode
  actions?: ReactNode
}

/** The head of a page. It names the document too. */
export function PageHeader({ title, mark, subtitle, actions }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · Throughline`
  }, [title])
  return (
    <header className={classes.header}>
      {mark}
      <div className={classes.words}>
        <h1 className={classes.title}>{title}</h1>
        {subtitle && <div className={classes.subtitle}>{subtitle}</div>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  )
}
