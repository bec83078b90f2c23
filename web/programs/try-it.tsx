import { Button, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { t } from '../text/seldom.ts'
import { Card } from '../ui/card.tsx'
import { callsAs, type Operation } from './api-document.ts'
import { Code } from './code.tsx'
import { addressOf, headersOf, type Filled } from './request.ts'
import classes from './docs.module.css'

interface Got {
  status: number
  milliseconds: number
  headers: string
  text: string
}

/** Longer answers are cut: a page is no place to read them. */
const mostShown = 100_000
const told = ['content-type', 'etag', 'event', 'ratelimit-remaining', 'ratelimit-reset', 'retry-after']

async function send(operation: Operation, filled: Filled, key: string): Promise<Got> {
  const begun = performance.now()
  const as = callsAs(key)
  const response = await fetch(addressOf(operation, filled), {
    ...as,
    method: operation.method,
    headers: { ...headersOf(operation, filled), ...(as.headers as Record<string, string>) },
    ...(operation.body ? { body: filled.body } : {}),
  })
  const type = response.headers.get('content-type') ?? ''
  const isText = /json|text/.test(type)
  const body = isText ? await response.text() : ''
  const read = /json/.test(type) ? JSON.stringify(JSON.parse(body), null, 2) : body
  return {
    status: response.status,
    milliseconds: Math.round(performance.now() - begun),
    headers: told
      .flatMap((name) => (response.headers.get(name) ? [`${name}: ${response.headers.get(name)}`] : []))
      .join('\n'),
    text: isText || !type ? read.slice(0, mostShown) : t('docs.notText', { type }),
  }
}

interface TryItProps {
  operation: Operation
  filled: Filled
  change: (filled: Filled) => void
  key_: string
  /** Who the call is made as. */
  as: string
}

/** Calls the operation from the page: what reads at once, what writes after a second look. */
export function TryIt({ operation, filled, change, key_, as }: TryItProps) {
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [got, setGot] = useState<Got | string | null>(null)
  const reads = operation.method === 'GET'
  const call = async () => {
    setAsking(false)
    setBusy(true)
    try {
      setGot(await send(operation, filled, key_))
    } catch (error) {
      setGot(error instanceof Error ? error.message : t('error.unknown'))
    }
    setBusy(false)
  }
  const streams = operation.answers.some(({ media }) => media.some(([type]) => type === 'text/event-stream'))
  return (
    <Card title={t('docs.try')} aside={as}>
      {streams ? (
        <p>{t('docs.stream')}</p>
      ) : (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            if (reads) void call()
            else setAsking(true)
          }}
        >
          {operation.parameters.map(({ name, in: where, required }) => (
            <TextInput
              key={name}
              label={name}
              description={t(`docs.in.${where}`)}
              required={required}
              value={filled.parameters[name] ?? ''}
              onChange={(event) =>
                change({ ...filled, parameters: { ...filled.parameters, [name]: event.currentTarget.value } })
              }
            />
          ))}
          {operation.body && (
            <Textarea
              label={t('docs.body')}
              description={operation.body.type}
              autosize
              minRows={4}
              maxRows={24}
              spellCheck={false}
              classNames={{ input: classes.typed ?? '' }}
              value={filled.body}
              onChange={(event) => change({ ...filled, body: event.currentTarget.value })}
            />
          )}
          {asking ? (
            <div className={classes.sure} role="alert">
              <p>{t('docs.sure', { call: `${operation.method} ${operation.path}` })}</p>
              <Button variant="filled" autoFocus onClick={() => void call()}>
                {t('docs.really')}
              </Button>
              <Button onClick={() => setAsking(false)}>{t('docs.cancel')}</Button>
            </div>
          ) : (
            <div>
              <Button type="submit" variant="filled" loading={busy}>
                {t('docs.send')}
              </Button>
            </div>
          )}
        </form>
      )}
      <div aria-live="polite">
        {typeof got === 'string' ? (
          <p className={classes.failed}>{got}</p>
        ) : (
          got && (
            <>
              <p className={got.status < 300 ? classes.went : classes.failed}>
                {t('docs.got', { status: String(got.status), milliseconds: got.milliseconds })}
              </p>
              <Code label={t('docs.answer')} text={[got.headers, got.text].filter(Boolean).join('\n\n')} />
            </>
          )
        )}
      </div>
    </Card>
  )
}
