import '@mantine/core/styles/PasswordInput.layer.css'
import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { passwordLength } from '../../contract/team/password.ts'
import { teamRoutes } from '../../contract/team/routes.ts'
import { user as userType } from '../../contract/team/user.ts'
import { refusalOf, useChanges } from '../records/changes.ts'
import { call } from '../shell/api.ts'
import { useSession } from '../shell/session.tsx'
import { t } from '../text/pages.ts'
import { SidePanel } from '../ui/side-panel.tsx'
import { useRoleChoices } from './role-names.ts'
import classes from './settings.module.css'

/** A member is a record; with a first password they can sign in. */
export function AddMember({ onClose }: { onClose: () => void }) {
  const { user: me } = useSession()
  const roles = useRoleChoices()
  const { create } = useChanges(userType)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', email: '', role: 'seller', password: '' },
    validate: {
      name: (value) => (value.trim() ? null : t('setup.nameMissing')),
      email: (value, { password }) =>
        (value === '' && password === '') || /^\S+@\S+\.\S+$/.test(value.trim()) ? null : t('form.email'),
      password: (value) =>
        value === '' || value.length >= passwordLength ? null : t('form.password', { count: passwordLength }),
    },
  })
  const submit = form.onSubmit(async ({ name, email, role, password }) => {
    try {
      const member = await create({ name, email: email.trim() || null, role })
      if (password) await call(teamRoutes.addSignIn, { params: { id: member.id }, body: { password } })
      onClose()
    } catch (error) {
      form.setErrors(refusalOf(error, ['name', 'email', 'role', 'password']))
    }
  })
  return (
    <SidePanel title={t('members.add')} onClose={onClose}>
      <form onSubmit={submit} className={classes.form} noValidate>
        {form.errors['form'] && (
          <div role="alert" className={classes.failure}>
            {form.errors['form']}
          </div>
        )}
        <TextInput
          label={t('members.name')}
          autoFocus
          key={form.key('name')}
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t('members.email')}
          type="email"
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <NativeSelect
          label={t('members.role')}
          data={roles.filter(({ value }) => value !== 'owner' || me.role === 'owner')}
          key={form.key('role')}
          {...form.getInputProps('role')}
        />
        <PasswordInput
          label={t('members.password')}
          description={t('members.passwordHelp')}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('form.showPassword') }}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <div className={classes.actions}>
          <Button type="submit" variant="filled" loading={form.submitting}>
            {t('members.add')}
          </Button>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
        </div>
      </form>
    </SidePanel>
  )
}
