import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { createElement, useState } from 'react'
import type { CSSProperties, ReactNode } from 'react'
import type { TimelineEntry } from '../../contract/customer/timeline.ts'
import { isFile } from '../../contract/records/field.ts'
import type { RecordType, Wing } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { recordTypeOf } from '../shell/types.ts'
import { CellEditor } from '../records/cell-editor.tsx'
import { useChanges } from '../records/changes.ts'
import { widgetOf } from '../records/fields/widgets.ts'
import { RecordFiles } from '../records/files/record-files.tsx'
import { useMay } from '../shell/session.tsx'
import { t } from '../text/pages.ts'
import { clock, moment } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { wingColour, wingWash } from '../ui/wing.tsx'
import { describe } from './describe.tsx'
import classes from './timeline.module.css'

/** Where it came from is said where that is not a matter of course. */
const isTold = (origin: TimelineEntry['origin']) =>
  origin === 'import' || origin === 'api' || origin === 'automation'

interface EntryProps {
  entry: TimelineEntry
  self: string
  wing: Wing
  glows: boolean
  /** What is told below it. */
  children?: ReactNode
}

/** One event: when, in whose colour, what, by whom, and what was written. */
export function Entry({ entry, self, wing, glows, children }: EntryProps) {
  const manner = useManner()
  const { what, more, body, passage } = describe(entry, self)
  const time = clock(entry.at, manner)
  const about =
    entry.person && entry.person.id !== self && entry.subject.id !== entry.person.id
      ? entry.person.title
      : null
  const who = [
    entry.actor && t('event.by', { name: entry.actor.title }),
    isTold(entry.origin) && t(`event.origin.${entry.origin}`),
  ].filter(Boolean)
  return (
    <li
      className={`${classes.entry} ${glows ? 'glow' : ''}`}
      style={{ '--glow-colour': wingWash(wing) } as CSSProperties}
      data-passage={passage ? `${passage.from}-${passage.to}` : undefined}
    >
      <time dateTime={entry.at} title={moment(entry.at, manner)} className={classes.time}>
        {/* A day alone was known: midnight would say more than that. */}
        {/^(00:00|12:00\sAM)$/i.test(time) ? '' : time}
      </time>
      <span className={classes.dot} aria-hidden style={{ background: wingColour(wing) }} />
      <div className={classes.told}>
        <p className={classes.headline}>
          <strong>{what}</strong> {more}
          {about && <span className={classes.quiet}> · {about}</span>}
          {who.length > 0 && <span className={classes.quiet}> · {who.join(' ')}</span>}
        </p>
        {body}
        {entry.record && entry.type.endsWith('.created') && (
          <Written type={recordTypeOf(entry.subject.type)} record={entry.record} />
        )}
        {children}
      </div>
    </li>
  )
}

/** What was written in a note, a call, a meeting or a task, with its files; edited where it stands. */
function Written({ type, record }: { type: RecordType; record: AnyRecord }) {
  const [editing, setEditing] = useState(false)
  const [filing, setFiling] = useState(false)
  const may = useMay(type.name)
  const { remove } = useChanges(type)
  const field = type.fields['body']
  const body = record['body']
  if (!field) return null
  const { Show } = widgetOf(field)
  const files = type.fields['files']
  const held = record['files'] ?? null
  const [canEdit, canDelete] = [may('edit', record), may('delete', record)]
  return (
    <div className={body || editing || filing || held ? classes.written : classes.unwritten}>
      {editing ? (
        <CellEditor type={type} record={record} name="body" onDone={() => setEditing(false)} />
      ) : (
        Boolean(body) && <Show field={field} value={body} full />
      )}
      {files &&
        isFile(files) &&
        (canEdit
          ? (filing || held !== null) && (
              <RecordFiles type={type} record={record} name="files" field={files} />
            )
          : held !== null && createElement(widgetOf(files).Show, { field: files, value: held, full: true }))}
      {!editing && (canEdit || canDelete) && (
        <Menu>
          <Menu.Target>
            <ActionIcon className={classes.more} aria-label={t('entry.more')}>
              <IconDots size={14} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {canEdit && <Menu.Item onClick={() => setEditing(true)}>{t('entry.edit')}</Menu.Item>}
            {canEdit && files && held === null && (
              <Menu.Item onClick={() => setFiling(true)}>{t('files.add')}</Menu.Item>
            )}
            {canDelete && <Menu.Item onClick={() => void remove([record.id])}>{t('entry.delete')}</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  )
}
