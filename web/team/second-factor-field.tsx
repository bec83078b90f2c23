import { TextInput } from '@mantine/core'
import type { TextInputProps } from '@mantine/core'
import { t } from '../text/pages.ts'

/** Six digits of an app, or a recovery code. */
export function SecondFactorField(props: TextInputProps) {
  return (
    <TextInput
      label={t('signIn.code')}
      autoComplete="one-time-code"
      inputMode="text"
      autoFocus
      spellCheck={false}
      {...props}
    />
  )
}
