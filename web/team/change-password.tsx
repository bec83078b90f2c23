import { Button, PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { passwordLength } from '../../contract/team/password.ts'
import { messageOf } from '../shell/api.ts'
import { auth } from '../shell/auth.ts'
import { t } from '../text/pages.ts'
import { toastDone } from '../ui/toast.tsx'
import classes from './settings.module.css'

/** A new password ends every other session. */
export function ChangePassword() {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { now: '', next: '' },
    validate: {
      now: (value) => (value ? null : t('signIn.passwordMissing')),
      next: (value) =>
        value.length >= passwordLength ? null : t('form.password', { count: passwordLength }),
    },
  })
  const submit = form.onSubmit(async ({ now, next }) => {
    try {
      await auth.changePassword(now, next)
      form.reset()
      toastDone(t('account.passwordChanged'))
    } catch (error) {
      form.setFieldError('now', messageOf(error))
    }
  })
  const toggle = { 'aria-label': t('form.showPassword') }
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <PasswordInput
        label={t('account.currentPassword')}
        autoComplete="current-password"
        visibilityToggleButtonProps={toggle}
        key={form.key('now')}
        {...form.getInputProps('now')}
      />
      <PasswordInput
        label={t('account.newPassword')}
        autoComplete="new-password"
        visibilityToggleButtonProps={toggle}
        key={form.key('next')}
        {...form.getInputProps('next')}
      />
      <div className={classes.actions}>
        <Button type="submit" loading={form.submitting}>
          {t('account.changePassword')}
        </Button>
      </div>
    </form>
  )
}
