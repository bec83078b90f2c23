import { Button, Checkbox, Select, Skeleton, TextInput } from '@mantine/core'
import '@mantine/core/styles/Checkbox.layer.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { templateRoutes, type MailTemplate } from '../../../contract/customer/mail-sending.ts'
import { mergeFields } from '../../../contract/customer/mail-template.ts'
import { person as personType } from '../../../contract/customer/person.ts'
import { refusalOf, type Refused } from '../../records/changes.ts'
import { someQuery } from '../../records/record-api.ts'
import { call, messageOf } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { wordsOf } from './email-body.tsx'
import classes from './mail.module.css'
import { templatesQuery } from './mail-api.ts'

const RichComposer = lazy(() => import('../rich-composer.tsx'))

/** Templates of one's own and those that others share. */
export function TemplatesCard() {
  const queries = useQueryClient()
  const { data } = useQuery(templatesQuery)
  const [edited, setEdited] = useState<MailTemplate | 'new' | null>(null)
  const refresh = () => queries.invalidateQueries({ queryKey: ['mail-templates'] })
  const remove = async (id: string) => {
    try {
      await call(templateRoutes.remove, { params: { id } })
      await refresh()
    } catch (error) {
      toastFailed(messageOf(error))
    }
  }
  return (
    <Card title={t('templates.title')}>
      <div className={classes.stack}>
        {data?.data.length === 0 && <p className={classes.quiet}>{t('templates.none')}</p>}
        <ul className={classes.list}>
          {data?.data.map((template) => (
            <li key={template.id}>
              <span>
                {template.name}{' '}
                <span className={classes.quiet}>
                  {template.mine ? (template.shared ? t('templates.shared') : '') : template.owner.title}
                </span>
              </span>
              {template.mine && (
                <span className={classes.tools}>
                  <Button
                    size="compact-sm"
                    aria-label={t('templates.editOf', { name: template.name })}
                    onClick={() => setEdited(template)}
                  >
                    {t('templates.edit')}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    aria-label={t('templates.deleteOf', { name: template.name })}
                    onClick={() => void remove(template.id)}
                  >
                    {t('templates.delete')}
                  </Button>
                </span>
              )}
            </li>
          ))}
        </ul>
        {edited ? (
          <TemplateForm
            key={edited === 'new' ? 'new' : edited.id}
            template={edited === 'new' ? null : edited}
            onDone={() => {
              setEdited(null)
              void refresh()
            }}
          />
        ) : (
          <Button className={classes.begin} onClick={() => setEdited('new')}>
            {t('templates.add')}
          </Button>
        )}
      </div>
    </Card>
  )
}

function TemplateForm({ template, onDone }: { template: MailTemplate | null; onDone: () => void }) {
  const [name, setName] = useState(template?.name ?? '')
  const [subject, setSubject] = useState(template?.subject ?? '')
  const [body, setBody] = useState<string | null>(template?.body ?? null)
  const [shared, setShared] = useState(template?.shared ?? false)
  const [refused, setRefused] = useState<Refused>({})
  const save = async () => {
    try {
      const written = { name, subject, body: body ?? '', shared }
      await (template
        ? call(templateRoutes.update, { params: { id: template.id }, body: written })
        : call(templateRoutes.create, { body: written }))
      onDone()
    } catch (error) {
      setRefused(refusalOf(error, ['name', 'subject', 'body']))
    }
  }
  return (
    <form
      noValidate
      className={classes.form}
      aria-label={t('templates.title')}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <TextInput
        label={t('templates.name')}
        value={name}
        error={refused['name']}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('mail.subject')}
        value={subject}
        error={refused['subject']}
        onChange={(event) => setSubject(event.currentTarget.value)}
      />
      <div className={classes.text}>
        <Suspense fallback={<Skeleton height={120} />}>
          <RichComposer
            label={t('mail.message')}
            hint={t('mail.messageHint')}
            start={template?.body ?? null}
            autofocus={false}
            empty={body === null}
            onChange={setBody}
            onSlash={() => undefined}
            onEscape={() => undefined}
          />
        </Suspense>
      </div>
      {(refused['form'] ?? refused['body']) && (
        <p role="alert" className={classes.refused}>
          {refused['form'] ?? refused['body']}
        </p>
      )}
      <p className={classes.quiet}>
        {t('templates.fields', { example: '{{person.firstName|there}}' })}{' '}
        {mergeFields.map((field) => `{{${field}}}`).join(' ')}
      </p>
      <Preview subject={subject} body={body ?? ''} />
      <Checkbox
        label={t('templates.share')}
        checked={shared}
        onChange={(event) => setShared(event.currentTarget.checked)}
      />
      <div className={classes.actions}>
        <Button type="submit" variant="filled">
          {t('mailbox.save')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('mail.cancel')}
        </Button>
      </div>
    </form>
  )
}

/** What it says to a real person. */
function Preview({ subject, body }: { subject: string; body: string }) {
  const [person, setPerson] = useState<string | null>(null)
  const [asked, setAsked] = useState('')
  const { data: people } = useQuery(
    someQuery(personType, { filter: null, sort: 'title', fields: [], ...(asked && { q: asked }) }, 10),
  )
  const { data } = useQuery({
    queryKey: ['mail-templates', 'fill', person, subject, body],
    queryFn: ({ signal }) => call(templateRoutes.fill, { body: { subject, body, person }, signal }),
    enabled: person !== null,
  })
  return (
    <>
      <Select
        label={t('templates.preview')}
        searchable
        clearable
        searchValue={asked}
        onSearchChange={setAsked}
        filter={({ options }) => options}
        data={(people?.data ?? []).map(({ id, title }) => ({ value: id, label: title }))}
        value={person}
        onChange={setPerson}
      />
      {person && data && (
        <p role="status" className={classes.snippet}>
          <strong>{data.subject}</strong> {wordsOf(data.body)}
        </p>
      )}
    </>
  )
}
