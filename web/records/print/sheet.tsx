import { Button } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useSession } from '../../shell/session.tsx'
import { t } from '../../text/t.ts'
import { moment } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import classes from './print.module.css'

interface SheetProps {
  title: string
  subtitle: ReactNode
  /** Everything is there: the browser asks where to print it. */
  ready: boolean
  children: ReactNode
}

/** A page for paper: who printed what and when, and no more to press than is needed here. */
export function Sheet({ title, subtitle, ready, children }: SheetProps) {
  const { company, user } = useSession()
  const manner = useManner()
  const router = useRouter()
  const asked = useRef(false)
  const [now] = useState(() => new Date().toISOString())
  useEffect(() => {
    document.title = `${title} · Throughline`
  }, [title])
  useEffect(() => {
    if (!ready || asked.current) return
    asked.current = true
    window.print()
  }, [ready])
  return (
    <main className={classes.sheet}>
      <div className={`${classes.bar} no-paper`}>
        <Button variant="filled" disabled={!ready} onClick={() => window.print()}>
          {t(ready ? 'print.print' : 'print.gathering')}
        </Button>
        <Button onClick={() => router.history.back()}>{t('print.back')}</Button>
      </div>
      <header className={classes.head}>
        <div>
          <h1>{title}</h1>
          <p>{subtitle}</p>
        </div>
        <p className={classes.by}>
          {company?.name}
          <br />
          {t('print.by', { name: user.name, at: moment(now, manner) })}
        </p>
      </header>
      {children}
    </main>
  )
}
