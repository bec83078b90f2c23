import { Button, TextInput } from '@mantine/core'
import { t } from '../text/seldom.ts'
import { toastDone } from '../ui/toast.tsx'
import classes from './settings.module.css'

export function CopyButton({ text }: { text: string }) {
  return (
    <Button
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => toastDone(t('factor.copied')))
      }}
    >
      {t('factor.copy')}
    </Button>
  )
}

/** Something to take elsewhere: shown, and copied by a button. */
export function CopyField({
  label,
  description,
  value,
}: {
  label: string
  description?: string
  value: string
}) {
  return (
    <div className={classes.copy}>
      <TextInput
        label={label}
        description={description}
        value={value}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton text={value} />
    </div>
  )
}
