import { Button } from '@mantine/core'
import { lazy, Suspense, useRef, useState } from 'react'
import { email } from '../../../contract/customer/email.ts'
import type { FileValue } from '../../../contract/records/file.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { contentOf } from '../../records/files/address.ts'
import { useChanges } from '../../records/changes.ts'
import { useMay } from '../../shell/session.tsx'
import { useTypes } from '../../shell/types.ts'
import { t } from '../../text/seldom.ts'
import classes from './mail.module.css'

const MailPanel = lazy(() => import('./mail-panel.tsx'))

/** The words of a message in one line. */
export function wordsOf(html: unknown): string {
  const text = new DOMParser().parseFromString(String(html ?? ''), 'text/html').body
  for (const part of text.querySelectorAll('p, br, li')) part.append(' ')
  return (text.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
}

const most = 220

/** An email on a timeline: how it begins, and the whole of it on request, where nothing of it can act. */
export default function EmailBody({ record, self }: { record: AnyRecord; self: string }) {
  const [open, setOpen] = useState(false)
  const [replying, setReplying] = useState(false)
  const may = useMay('email')
  const types = useTypes()
  const { save, remove } = useChanges(email)
  const words = wordsOf(record['body'])
  const files = (record['files'] ?? []) as FileValue[]
  const about = (['person', 'company', 'deal'] as const).find((name) => record[name] === self) ?? 'person'
  return (
    <div>
      {!open && words && (
        <p className={classes.snippet}>
          {words.length > most ? `${words.slice(0, most).trimEnd()}…` : words}
        </p>
      )}
      {typeof record['bounce'] === 'string' && (
        <p className={classes.bounce}>{t('mail.bounced', { reason: record['bounce'] })}</p>
      )}
      {open && <MailPage id={record.id} title={record.title} />}
      {files.length > 0 && (
        <ul className={classes.files}>
          {files.map((file) => (
            <li key={file.id}>
              <a href={contentOf(file)} download={file.name}>
                {file.name}
              </a>
            </li>
          ))}
        </ul>
      )}
      <div className={classes.below}>
        <Button size="compact-sm" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('mail.close') : t('mail.open')}
        </Button>
        {may('create') && (
          <Button size="compact-sm" variant="subtle" onClick={() => setReplying(true)}>
            {t('mail.reply')}
          </Button>
        )}
        {may('edit', record) && record[about] === self && (
          <Button size="compact-sm" variant="subtle" onClick={() => void save(record, { [about]: null })}>
            {t('mail.unlink')}
          </Button>
        )}
        {may('delete', record) && (
          <Button size="compact-sm" variant="subtle" onClick={() => void remove([record.id])}>
            {t('mail.delete')}
          </Button>
        )}
      </div>
      {replying && (
        <Suspense>
          <MailPanel
            type={types.of(about)}
            record={{ ...record, id: String(record[about] ?? self) }}
            replyTo={record}
            onClose={() => setReplying(false)}
          />
        </Suspense>
      )}
    </div>
  )
}

/** What somebody outside has written, in a frame that runs nothing and fetches nothing until it is asked to. */
function MailPage({ id, title }: { id: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [images, setImages] = useState(false)
  const [blocked, setBlocked] = useState(0)
  const [height, setHeight] = useState(80)
  return (
    <>
      {blocked > 0 && !images && (
        <p className={classes.quiet}>
          {t('mail.blocked', { count: blocked })}{' '}
          <Button size="compact-sm" variant="subtle" onClick={() => setImages(true)}>
            {t('mail.showImages')}
          </Button>
        </p>
      )}
      <iframe
        ref={frame}
        className={classes.page}
        title={title}
        height={height}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        src={`/api/v1/emails/${id}/content?images=${images}`}
        onLoad={() => {
          const page = frame.current?.contentDocument
          setBlocked(page?.querySelectorAll('[data-blocked]').length ?? 0)
          setHeight(Math.min(900, (page?.documentElement.scrollHeight ?? 80) + 8))
        }}
      />
    </>
  )
}
