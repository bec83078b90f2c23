import type { ReactNode } from 'react'
import classes from './page.module.css'

/** The padding of a page that scrolls as a whole. `narrow` is for forms and settings. */
export function Page({ children, narrow }: { children: ReactNode; narrow?: boolean }) {
  return <div className={narrow ? classes.narrow : classes.page}>{children}</div>
}
