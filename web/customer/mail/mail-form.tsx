import { Button, CloseButton, FileButton, Menu, Skeleton, TagsInput, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { readAddresses, writeAddress } from '../../../contract/customer/mail-address.ts'
import type { Mailbox } from '../../../contract/customer/mailbox.ts'
import {
  sendingRoutes,
  templateRoutes,
  undoSeconds,
  type MailTemplate,
} from '../../../contract/customer/mail-sending.ts'
import { urlOf } from '../../../contract/http/client.ts'
import { fileRoutes } from '../../../contract/records/file-routes.ts'
import type { FileValue } from '../../../contract/records/file.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { person as personType } from '../../../contract/customer/person.ts'
import { refusalOf, type Refused } from '../../records/changes.ts'
import { someQuery } from '../../records/record-api.ts'
import { call, messageOf } from '../../shell/api.ts'
import { sendFile } from '../../shell/send-file.ts'
import { useSession } from '../../shell/session.tsx'
import { t } from '../../text/seldom.ts'
import { toastDone, toastFailed } from '../../ui/toast.tsx'
import classes from './mail.module.css'
import { keepMail, keptMail, templatesQuery, type AddressedLetter, type MailDraft } from './mail-api.ts'
import { SendLater } from './send-later.tsx'

const RichComposer = lazy(() => import('../rich-composer.tsx'))

interface MailFormProps {
  type: RecordType
  record: AnyRecord
  replyTo: AnyRecord | null
  from: Mailbox
  letter?: AddressedLetter | undefined
  onDone: () => void
}

const addressesOf = (text: unknown): string[] =>
  typeof text === 'string' ? readAddresses(text).map(writeAddress) : []

/** How the email that goes with a document begins. */
const beginLetter = ({ to, subject, body }: AddressedLetter): MailDraft => ({
  to: addressesOf(to?.['email']),
  cc: [],
  bcc: [],
  subject,
  body: body(typeof to?.['firstName'] === 'string' ? to['firstName'] : ''),
  replyTo: null,
})

/** How an email about a record begins: to them, or to who is answered. */
function begin(record: AnyRecord, replyTo: AnyRecord | null, own: string): MailDraft {
  const others = (text: unknown) => addressesOf(text).filter((one) => readAddresses(one)[0]?.address !== own)
  const inbound = replyTo?.['direction'] === 'inbound'
  const to = replyTo
    ? others(inbound ? replyTo['sender'] : replyTo['recipients'])
    : addressesOf(record['email'])
  const subject = String(replyTo?.['subject'] ?? '')
  return {
    to,
    cc: replyTo ? others(replyTo['cc']) : [],
    bcc: [],
    subject: replyTo ? (/^(re|aw|resp?):/i.test(subject) ? subject : `Re: ${subject}`) : '',
    body: null,
    replyTo: replyTo?.id ?? null,
  }
}

/** Whom and what it is about, besides who gets it. */
const aboutOf = (type: RecordType, record: AnyRecord, replyTo: AnyRecord | null) => ({
  [type.name]: record.id,
  ...(type.name === 'person' && typeof record['company'] === 'string' ? { company: record['company'] } : {}),
  ...(replyTo && typeof replyTo['deal'] === 'string' ? { deal: replyTo['deal'] } : {}),
})

export function MailForm({ type, record, replyTo, from, letter, onDone }: MailFormProps) {
  const { user } = useSession()
  const queries = useQueryClient()
  const begun = () => {
    const kept = keptMail(user.id, record.id)
    if (kept && kept.replyTo === (replyTo?.id ?? null)) return kept
    return letter ? beginLetter(letter) : begin(record, replyTo, from.address)
  }
  const about = letter?.about ?? aboutOf(type, record, replyTo)
  const [draft, setDraft] = useState<MailDraft>(begun)
  // The editor takes what it begins with only once; a template gives it another beginning.
  const [beginning, setBeginning] = useState({ at: 0, body: draft.body })
  const [more, setMore] = useState(draft.cc.length + draft.bcc.length > 0)
  const [files, setFiles] = useState<FileValue[]>([])
  const [sendAt, setSendAt] = useState<string | null>(null)
  const [refused, setRefused] = useState<Refused>({})
  const [sending, setSending] = useState(false)
  const { data: templates } = useQuery(templatesQuery)
  const change = useCallback((part: Partial<MailDraft>) => setDraft((before) => ({ ...before, ...part })), [])

  useEffect(() => keepMail(user.id, record.id, draft), [user.id, record.id, draft])

  const write = useCallback((body: string | null) => change({ body }), [change])
  const take = async (template: MailTemplate) => {
    try {
      const filled = await call(templateRoutes.fill, {
        body: {
          subject: template.subject,
          body: template.body,
          ...about,
          ...(letter && { document: true }),
        },
      })
      const body = filled.body + (draft.body ?? '')
      change({ subject: draft.subject || filled.subject, body })
      setBeginning(({ at }) => ({ at: at + 1, body }))
    } catch (error) {
      toastFailed(messageOf(error))
    }
  }
  const attach = async (chosen: File[]) => {
    for (const file of chosen)
      try {
        const url = urlOf(fileRoutes.upload, { query: { name: file.name } })
        const value = (await sendFile(url, file, () => undefined, new AbortController().signal)) as FileValue
        setFiles((before) => [...before, value])
      } catch (error) {
        toastFailed(messageOf(error))
      }
  }
  const undo = async (id: string, sent: MailDraft) => {
    try {
      await call(sendingRoutes.undo, { params: { id } })
      keepMail(user.id, record.id, sent)
      toastDone(t('mail.undone'))
      letter?.onChange()
    } catch (error) {
      toastFailed(messageOf(error))
    }
  }
  const send = async () => {
    setSending(true)
    try {
      const { replyTo: answered, body, ...rest } = draft
      const written = {
        ...rest,
        body: body ?? '',
        files,
        replyTo: answered,
        sendAt,
        ...about,
      }
      const message = await (letter ? letter.send(written) : call(sendingRoutes.send, { body: written }))
      keepMail(user.id, record.id, null)
      letter?.onChange()
      void queries.invalidateQueries({ queryKey: ['mailbox'] })
      toastDone(
        sendAt ? t('mail.scheduled') : t('mail.leaves', { seconds: undoSeconds }),
        () => void undo(message.id, draft),
      )
      onDone()
    } catch (error) {
      setRefused(refusalOf(error, ['to', 'cc', 'bcc', 'subject', 'body', 'files', 'sendAt']))
      setSending(false)
    }
  }

  return (
    <form
      className={classes.form}
      aria-label={t('mail.write')}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
      onKeyDownCapture={(event) => {
        if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
        event.preventDefault()
        event.stopPropagation()
        void send()
      }}
    >
      <p className={classes.quiet}>{t('mail.from', { address: from.address })}</p>
      <Recipients
        label={t('mail.to')}
        value={draft.to}
        error={refused['to']}
        onChange={(to) => change({ to })}
      />
      {more ? (
        <>
          <Recipients
            label={t('mail.cc')}
            value={draft.cc}
            error={refused['cc']}
            onChange={(cc) => change({ cc })}
          />
          <Recipients
            label={t('mail.bcc')}
            value={draft.bcc}
            error={refused['bcc']}
            onChange={(bcc) => change({ bcc })}
          />
        </>
      ) : (
        <Button size="compact-sm" variant="subtle" className={classes.begin} onClick={() => setMore(true)}>
          {t('mail.addCopies')}
        </Button>
      )}
      <TextInput
        label={t('mail.subject')}
        value={draft.subject}
        error={refused['subject']}
        onChange={(event) => change({ subject: event.currentTarget.value })}
      />
      <div className={classes.text}>
        <Suspense fallback={<Skeleton height={160} />}>
          <RichComposer
            key={beginning.at}
            label={t('mail.message')}
            hint={t('mail.messageHint')}
            start={beginning.body}
            autofocus={draft.to.length > 0}
            empty={draft.body === null}
            onChange={write}
            onSlash={() => undefined}
            onEscape={() => undefined}
          />
        </Suspense>
      </div>
      {(files.length > 0 || letter) && (
        <ul className={classes.files}>
          {letter && <li>{letter.attached}</li>}
          {files.map((file) => (
            <li key={file.id}>
              {file.name}
              <CloseButton
                size="sm"
                aria-label={t('mail.detach', { name: file.name })}
                onClick={() => setFiles((before) => before.filter(({ id }) => id !== file.id))}
              />
            </li>
          ))}
        </ul>
      )}
      {(refused['form'] ?? refused['body'] ?? refused['files']) && (
        <p role="alert" className={classes.refused}>
          {refused['form'] ?? refused['body'] ?? refused['files']}
        </p>
      )}
      <div className={classes.tools}>
        <FileButton multiple onChange={(chosen) => void attach(chosen)}>
          {(props) => (
            <Button {...props} size="compact-sm" variant="subtle">
              {t('mail.attach')}
            </Button>
          )}
        </FileButton>
        {templates && templates.data.length > 0 && (
          <Menu position="bottom-start">
            <Menu.Target>
              <Button size="compact-sm" variant="subtle">
                {t('mail.template')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {templates.data.map((template) => (
                <Menu.Item key={template.id} onClick={() => void take(template)}>
                  {template.name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      <SendLater value={sendAt} to={draft.to[0]} error={refused['sendAt']} onChange={setSendAt} />
      <div className={classes.actions}>
        <Button type="submit" variant="filled" loading={sending}>
          {sendAt ? t('mail.schedule') : t('mail.send')}
        </Button>
        <Button
          variant="subtle"
          onClick={() => {
            keepMail(user.id, record.id, null)
            onDone()
          }}
        >
          {t('mail.discard')}
        </Button>
      </div>
    </form>
  )
}

interface RecipientsProps {
  label: string
  value: string[]
  error: string | undefined
  onChange: (value: string[]) => void
}

/** Addresses, typed or found among the people by name. */
function Recipients({ label, value, error, onChange }: RecipientsProps) {
  const [typed, setTyped] = useState('')
  const filter = { field: 'email', op: 'notEmpty' } as const
  const { data } = useQuery({
    ...someQuery(personType, { filter, sort: 'title', fields: ['email'], q: typed.trim() }, 6),
    enabled: typed.trim().length > 1,
  })
  const found = (data?.data ?? []).map((one) =>
    writeAddress({ name: one.title, address: String(one['email']) }),
  )
  return (
    <TagsInput
      label={label}
      value={value}
      error={error}
      data={[...new Set(found)]}
      filter={({ options }) => options}
      searchValue={typed}
      onSearchChange={setTyped}
      splitChars={[',', ';']}
      acceptValueOnBlur
      onChange={onChange}
    />
  )
}
