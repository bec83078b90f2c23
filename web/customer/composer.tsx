import { Button, Menu, Skeleton } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import type { Ref } from 'react'
import { call, meeting, note, task } from '../../contract/customer/activities.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { refusalOf, useChanges } from '../records/changes.ts'
import type { Refused } from '../records/changes.ts'
import { EditedContext } from '../records/fields/narrowing.ts'
import { widgetOf } from '../records/fields/widgets.ts'
import { useMay, useSession } from '../shell/session.tsx'
import { fieldLabel } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import { KeyHint } from '../ui/key-hint.tsx'
import { struckFor } from '../ui/own-keys.ts'
import classes from './composer.module.css'
import { keepDraft, keptDraft } from './draft.ts'
import type { Kind } from './draft.ts'

const RichComposer = lazy(() => import('./rich-composer.tsx'))

/** What can be written on a timeline: which fields stand beside the text, and how one begins. */
const kinds = {
  note: { type: note as RecordType, label: t('customer.note'), keys: 'n', fields: [] },
  call: {
    type: call as RecordType,
    label: t('customer.call'),
    keys: 'c',
    fields: ['outcome', 'direction', 'duration'],
  },
  task: {
    type: task as RecordType,
    label: t('customer.task'),
    keys: 't',
    fields: ['subject', 'dueAt', 'owner', 'priority'],
  },
  meeting: {
    type: meeting as RecordType,
    label: t('customer.meeting'),
    keys: 'm',
    fields: ['subject', 'startsAt', 'endsAt', 'location', 'link', 'colleagues'],
  },
} as const satisfies Record<Kind, object>

export const kindNames = Object.keys(kinds) as Kind[]
export const kindOf = (kind: Kind) => kinds[kind]

interface ComposerProps {
  /** The customer it is written about. */
  type: RecordType
  record: AnyRecord
  /** What is being written; null while nothing is. */
  kind: Kind | null
  onKind: (kind: Kind | null) => void
}

/** Which customer an activity is about: a person's are their company's as well. */
const aboutOf = (type: RecordType, record: AnyRecord): Record<string, unknown> =>
  type.name === 'person'
    ? { person: record.id, ...(record['company'] !== null && { company: record['company'] }) }
    : { company: record.id }

/** Where the menu opens. It is asked for by a key in the text, so this is no control and says nothing. */
const Anchor = ({ ref }: { ref?: Ref<HTMLSpanElement> }) => <span ref={ref} />

/** Writes notes, calls, tasks and meetings where they will stand. */
export function Composer({ type, record, kind, onKind }: ComposerProps) {
  const may = useMay('note')
  if (!may('create')) return null
  if (!kind)
    return (
      <button
        type="button"
        className={classes.closed}
        aria-keyshortcuts={struckFor('n')}
        onClick={() => onKind('note')}
      >
        {t('compose.placeholder')} <KeyHint keys="n" />
      </button>
    )
  return <Open key={record.id} type={type} record={record} kind={kind} onKind={onKind} />
}

function Open({ type, record, kind, onKind }: ComposerProps & { kind: Kind }) {
  const { user } = useSession()
  const queries = useQueryClient()
  const { type: written, fields } = kinds[kind]
  const { create } = useChanges(written)
  const text = written.fields['body']
  const [kept] = useState(() => keptDraft(user.id, record.id))
  const [begun] = useState({ owner: user.id, direction: 'outbound', priority: 'normal' })
  const [values, setValues] = useState<Record<string, unknown>>(kept?.values ?? begun)
  const [body, setBody] = useState<string | null>(kept?.body ?? null)
  const [errors, setErrors] = useState<Refused>({})
  const [saving, setSaving] = useState(false)
  const [choosing, setChoosing] = useState(false)
  // What was written before is there again, but whoever comes back came to read.
  const restored = kept?.kind === kind

  useEffect(() => {
    const written = body !== null || JSON.stringify(values) !== JSON.stringify(begun)
    keepDraft(user.id, record.id, written ? { kind, values, body } : null)
  }, [user.id, record.id, kind, values, body, begun])

  const close = () => {
    keepDraft(user.id, record.id, null)
    onKind(null)
  }
  const write = useCallback((html: string | null) => {
    setBody(html)
    setErrors(({ form: _mended, body: _said, ...rest }) => rest)
  }, [])

  const save = async () => {
    const own = Object.fromEntries(fields.map((name) => [name, values[name] ?? null]))
    const missing = fields.filter((name) => written.fields[name]?.required && own[name] === null)
    if (missing.length > 0 || (kind === 'note' && body === null)) {
      setErrors(
        missing.length > 0
          ? Object.fromEntries(missing.map((name) => [name, t('compose.empty')]))
          : { form: t('compose.empty') },
      )
      return
    }
    setSaving(true)
    try {
      await create({
        ...own,
        ...(kind === 'call' && { startedAt: new Date().toISOString() }),
        body,
        ...aboutOf(type, record),
      })
      void queries.invalidateQueries({ queryKey: ['timeline', record.id] })
      close()
    } catch (error) {
      setErrors(refusalOf(error, Object.keys(written.fields)))
      setSaving(false)
    }
  }

  return (
    <form
      className={classes.open}
      aria-label={kinds[kind].label}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div
        className={classes.body}
        onKeyDownCapture={(event) => {
          if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
          event.preventDefault()
          event.stopPropagation()
          void save()
        }}
      >
        <div className={classes.kinds}>
          <div role="radiogroup" aria-label={t('compose.kind')} className={classes.choices}>
            {kindNames.map((name) => (
              <label key={name} className={classes.choice}>
                <input type="radio" name="kind" checked={name === kind} onChange={() => onKind(name)} />
                {kinds[name].label}
              </label>
            ))}
          </div>
          <Menu opened={choosing} onChange={setChoosing} position="bottom-start" returnFocus>
            <Menu.Target>
              <Anchor />
            </Menu.Target>
            <Menu.Dropdown aria-label={t('compose.menu')}>
              {kindNames.map((name) => (
                <Menu.Item key={name} onClick={() => onKind(name)}>
                  {kinds[name].label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </div>
        {fields.length > 0 && (
          <EditedContext value={{ type: written, values }}>
            <div className={classes.fields}>
              {fields.map((name, index) => {
                const field = written.fields[name]
                if (!field) return null
                const { Edit } = widgetOf(field)
                return (
                  <div key={`${kind} ${name}`} className={name === 'subject' ? classes.wide : classes.field}>
                    <Edit
                      field={field}
                      label={fieldLabel(field)}
                      value={values[name] ?? null}
                      error={errors[name]}
                      autoFocus={index === 0 && !restored}
                      onChange={(value) => {
                        setValues((before) => ({ ...before, [name]: value }))
                        setErrors(({ [name]: _mended, ...rest }) => rest)
                      }}
                    />
                  </div>
                )
              })}
            </div>
          </EditedContext>
        )}
        <Suspense fallback={<Skeleton height={72} />}>
          <RichComposer
            label={text ? fieldLabel(text) : kinds[kind].label}
            hint={kind === 'note' ? t('compose.placeholder') : t('compose.body')}
            start={kept?.body ?? null}
            autofocus={!restored}
            empty={body === null}
            onChange={write}
            onSlash={() => setChoosing(true)}
            onEscape={() => body === null && onKind(null)}
          />
        </Suspense>
        {(errors['form'] ?? errors['body']) && (
          <p role="alert" className={classes.refused}>
            {errors['form'] ?? errors['body']}
          </p>
        )}
        <div className={classes.actions}>
          <Button type="submit" variant="filled" loading={saving} rightSection={<KeyHint keys="mod+enter" />}>
            {t('compose.save')}
          </Button>
          <Button variant="subtle" onClick={close}>
            {t('compose.discard')}
          </Button>
        </div>
      </div>
    </form>
  )
}
