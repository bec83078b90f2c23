import '@mantine/core/styles/PasswordInput.layer.css'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { invitationRoutes } from '../../contract/team/invitations.ts'
import { passwordLength } from '../../contract/team/password.ts'
import { refusalOf } from '../records/changes.ts'
import { call } from '../shell/api.ts'
import { auth } from '../shell/auth.ts'
import { useSignIn } from '../shell/session.tsx'
import { t } from '../text/seldom.ts'
import classes from './entrance.module.css'
import { Entrance } from './entrance.tsx'

/** Where an invitation's link leads. The token stands behind the #, so that no server's log has it. */
export default function Join() {
  const [token] = useState(() => location.hash.slice(1))
  const { data, error } = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => call(invitationRoutes.open, { body: { token } }),
    retry: false,
  })
  if (error) return <Entrance title={t('join.gone')}>{<p>{t('join.goneText')}</p>}</Entrance>
  if (!data) return null
  const text = data.invitedBy
    ? t('join.text', { by: data.invitedBy, role: data.role })
    : t('join.textNobody', { role: data.role })
  return (
    <Entrance title={t('join.title', { organisation: data.organisation })} text={text}>
      <JoinForm token={token} name={data.name ?? ''} email={data.email} />
    </Entrance>
  )
}

function JoinForm({ token, name, email }: { token: string; name: string; email: string | null }) {
  const navigate = useNavigate()
  const signIn = useSignIn()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name, email: email ?? '', password: '' },
    validate: {
      name: (value) => (value.trim() ? null : t('setup.nameMissing')),
      email: (value) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : t('form.email')),
      password: (value) =>
        value.length >= passwordLength ? null : t('form.password', { count: passwordLength }),
    },
  })
  const submit = form.onSubmit(async (values) => {
    try {
      const body = { token, name: values.name, email: values.email.trim(), password: values.password }
      const joined = await call(invitationRoutes.accept, { body })
      const refused = await signIn(() => auth.signIn(joined.email, values.password), joined.email)
      if (refused) form.setErrors({ form: refused })
      else await navigate({ to: '/today', replace: true })
    } catch (error) {
      form.setErrors(refusalOf(error, ['name', 'email', 'password']))
    }
  })
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      {form.errors['form'] && (
        <div role="alert" className={classes.failure}>
          {form.errors['form']}
        </div>
      )}
      <TextInput
        label={t('join.name')}
        autoComplete="name"
        autoFocus
        key={form.key('name')}
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('signIn.email')}
        type="email"
        autoComplete="username"
        readOnly={email !== null}
        key={form.key('email')}
        {...form.getInputProps('email')}
      />
      <PasswordInput
        label={t('join.password')}
        description={t('join.passwordHelp', { count: passwordLength })}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('form.showPassword') }}
        key={form.key('password')}
        {...form.getInputProps('password')}
      />
      <Button type="submit" variant="filled" size="sm" className={classes.submit} loading={form.submitting}>
        {t('join.submit')}
      </Button>
    </form>
  )
}
