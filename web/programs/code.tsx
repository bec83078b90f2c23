import { Button } from '@mantine/core'
import { t } from '../text/seldom.ts'
import { toastDone } from '../ui/toast.tsx'
import classes from './docs.module.css'

/** Something to be read and copied as it stands. */
export function Code({ label, text }: { label: string; text: string }) {
  return (
    <div className={classes.code}>
      {/* What scrolls has to be reached by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <Button
        size="compact-xs"
        className={classes.copy ?? ''}
        aria-label={t('docs.copyOf', { what: label })}
        onClick={() => {
          void navigator.clipboard.writeText(text).then(() => toastDone(t('docs.copied')))
        }}
      >
        {t('docs.copy')}
      </Button>
    </div>
  )
}

export const asJson = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value, null, 2)
