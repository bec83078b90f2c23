import { ActionIcon } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { typeLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { number } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { readingsOf, uploadOf, withFile, withoutFile, withoutReading, withReadingMoved } from './draft.ts'
import type { Draft } from './draft.ts'
import { inspectionQuery } from './import-api.ts'
import classes from './import.module.css'
import { targetTypeOf } from './target-types.ts'

/** What is read as what, in the order in which it is imported. */
export function ReadingList({
  draft,
  onDraft,
}: {
  draft: Draft
  onDraft: (change: (draft: Draft) => Draft) => void
}) {
  const manner = useManner()
  const queries = useQueryClient()
  const unread = draft.files.filter((file) => readingsOf(draft, file).length === 0)
  if (draft.readings.length + unread.length === 0) return null
  return (
    <ol className={classes.readings} aria-label={t('import.readings')}>
      {draft.readings.map((reading, index) => {
        const { key, file } = reading
        const upload = uploadOf(draft, reading)
        const many = typeLabel(targetTypeOf(file.recordType)).many
        const name = `${upload?.name ?? file.match} ${t('import.readAs', { many })}`
        return (
          <li key={key} className={classes.reading} data-chosen={key === draft.chosen || undefined}>
            <button
              type="button"
              className={classes.readingButton}
              aria-current={key === draft.chosen ? 'true' : undefined}
              onClick={() => onDraft((before) => ({ ...before, chosen: key }))}
            >
              <span className={classes.fileName} title={upload?.name ?? file.match}>
                {upload?.name ?? file.match}
              </span>
              <span className={classes.muted}>
                {t('import.readAs', { many })} ·{' '}
                {upload ? (
                  t('import.rowCount', { count: upload.rows })
                ) : (
                  <span className={classes.late}>{t('import.waiting')}</span>
                )}
              </span>
            </button>
            <span className={classes.readingActions}>
              <ActionIcon
                aria-label={t('import.earlier', { name })}
                disabled={index === 0}
                onClick={() => onDraft((before) => withReadingMoved(before, key, -1))}
              >
                <IconArrowUp size={14} aria-hidden />
              </ActionIcon>
              <ActionIcon
                aria-label={t('import.later', { name })}
                disabled={index === draft.readings.length - 1}
                onClick={() => onDraft((before) => withReadingMoved(before, key, 1))}
              >
                <IconArrowDown size={14} aria-hidden />
              </ActionIcon>
              <ActionIcon
                aria-label={
                  upload && readingsOf(draft, upload).length === 1
                    ? t('import.removeFile', { name: upload.name })
                    : t('import.leaveOutReading', { many })
                }
                onClick={() =>
                  onDraft((before) =>
                    upload && readingsOf(before, upload).length === 1
                      ? withoutFile(before, upload.id)
                      : withoutReading(before, key),
                  )
                }
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            </span>
          </li>
        )
      })}
      {unread.map((file) => (
        <li key={file.id} className={classes.reading}>
          <button
            type="button"
            className={classes.readingButton}
            onClick={() =>
              void queries
                .fetchQuery(inspectionQuery(file.id))
                .then(({ suggestions }) =>
                  onDraft((before) => withFile({ ...before, chosen: null }, file, suggestions[0]?.file)),
                )
            }
          >
            <span className={classes.fileName} title={file.name}>
              {file.name}
            </span>
            <span className={classes.late}>
              {t('import.unread')} · {number(file.rows, manner)}
            </span>
          </button>
          <span className={classes.readingActions}>
            <ActionIcon
              aria-label={t('import.removeFile', { name: file.name })}
              onClick={() => onDraft((before) => withoutFile(before, file.id))}
            >
              <IconX size={14} aria-hidden />
            </ActionIcon>
          </span>
        </li>
      ))}
    </ol>
  )
}
