import { Anchor, Button, TextInput, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { Logo } from '../shell/logo.tsx'
import { t } from '../text/seldom.ts'
import { Card } from '../ui/card.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { RowsSkeleton } from '../ui/skeleton.tsx'
import { documentQuery, searched, type Group } from './api-document.ts'
import { Method, OperationPage } from './operation-page.tsx'
import classes from './docs.module.css'

/** The arrows go from one operation to the next, and from the first one back to the search. */
function step(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const stops = [...(event.currentTarget.closest('nav')?.querySelectorAll<HTMLElement>('input, a') ?? [])]
  const at = stops.indexOf(document.activeElement as HTMLElement)
  stops[Math.min(Math.max(at + (event.key === 'ArrowDown' ? 1 : -1), 0), stops.length - 1)]?.focus()
  event.preventDefault()
}

const Operations = memo(function Operations({
  groups,
  chosen,
}: {
  groups: readonly Group[]
  chosen: string | undefined
}) {
  if (groups.length === 0) return <EmptyState title={t('docs.nothing')}>{t('docs.nothingText')}</EmptyState>
  return groups.map(({ tag, operations }) => (
    <section key={tag}>
      <h2 className={classes.group}>{tag}</h2>
      <ul className={classes.list}>
        {operations.map(({ id, method, path, summary }) => (
          <li key={id}>
            <Link
              to="/api/docs"
              search={{ op: id }}
              preload={false}
              onKeyDown={step}
              className={classes.link ?? ''}
              aria-current={id === chosen ? 'page' : undefined}
              title={summary}
            >
              <Method method={method} />
              <span>{path}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  ))
})

/** With a key the document holds the company's own fields too, and calls are made as the key. */
function KeyCard({ keyNow, use }: { keyNow: string; use: (key: string) => void }) {
  const [draft, setDraft] = useState(keyNow)
  return (
    <Card title={t('docs.key')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          use(draft.trim())
        }}
      >
        <TextInput
          type="password"
          label={t('docs.keyLabel')}
          description={t('docs.keyHelp')}
          autoComplete="off"
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
        <div>
          <Button type="submit">{t('docs.useKey')}</Button>
        </div>
      </form>
    </Card>
  )
}

function Beginning({ count, keyNow, use }: { count: number; keyNow: string; use: (key: string) => void }) {
  return (
    <article className={classes.operation}>
      <header>
        <h1 className={classes.title}>{t('docs.title')}</h1>
        <p className={classes.help}>{t('docs.text', { count })}</p>
      </header>
      <Card title={t('docs.begin')}>
        <ol className={classes.begin}>
          <li>{t('docs.begin1')}</li>
          <li>{t('docs.begin2')}</li>
          <li>{t('docs.begin3')}</li>
          <li>{t('docs.begin4')}</li>
        </ol>
      </Card>
      <KeyCard keyNow={keyNow} use={use} />
    </article>
  )
}

/** The API as programs' authors read it: for anybody who may read its document, signed in or not. */
export default function ApiDocs() {
  const { op } = useSearch({ strict: false })
  const [key, setKey] = useState('')
  const [words, setWords] = useState('')
  const { data, error } = useQuery(documentQuery(key))
  const groups = useMemo(() => searched(data?.groups ?? [], words), [data, words])
  const search = useRef<HTMLInputElement>(null)
  const main = useRef<HTMLElement>(null)
  const { setColorScheme } = useMantineColorScheme()
  const colorScheme = useComputedColorScheme('light')
  useHotkeys([['/', () => search.current?.focus()]])
  const operation = op === undefined ? undefined : data?.operations.get(op)
  useEffect(() => {
    document.title = `${operation ? operation.summary : t('docs.title')} · Throughline`
    main.current?.scrollTo(0, 0)
  }, [operation])
  return (
    <div className={classes.page} data-reading={op !== undefined}>
      <header className={classes.bar}>
        <Logo />
        <span className={classes.barTitle}>{t('docs.title')}</span>
        <span className={classes.barLinks}>
          <Anchor href="/api/v1/openapi.json">openapi.json</Anchor>
          <Button size="compact-sm" onClick={() => setColorScheme(colorScheme === 'dark' ? 'light' : 'dark')}>
            {t(colorScheme === 'dark' ? 'theme.light' : 'theme.dark')}
          </Button>
          <Anchor href="/">{t('docs.app')}</Anchor>
        </span>
      </header>
      <nav className={classes.nav} aria-label={t('docs.operations')}>
        <div className={classes.search}>
          <TextInput
            ref={search}
            type="search"
            aria-label={t('docs.search')}
            placeholder={t('docs.search')}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            onKeyDown={step}
          />
        </div>
        {data && <Operations groups={groups} chosen={op} />}
      </nav>
      <main ref={main} className={classes.main}>
        {op !== undefined && (
          <Link to="/api/docs" search={{}} className={classes.back ?? ''}>
            {t('docs.all')}
          </Link>
        )}
        {error ? (
          <>
            <EmptyState title={t('docs.unread')}>{t('docs.unreadText')}</EmptyState>
            <KeyCard keyNow={key} use={setKey} />
          </>
        ) : !data ? (
          <RowsSkeleton />
        ) : operation ? (
          <OperationPage key={operation.id} operation={operation} schemas={data.schemas} key_={key}>
            <KeyCard keyNow={key} use={setKey} />
          </OperationPage>
        ) : op === undefined ? (
          <Beginning count={data.operations.size} keyNow={key} use={setKey} />
        ) : (
          <EmptyState title={t('docs.gone')}>{t('docs.goneText')}</EmptyState>
        )}
      </main>
    </div>
  )
}
