import '@mantine/core/styles/PasswordInput.layer.css'
import { Button, PasswordInput, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { passwordLength } from '../../contract/team/password.ts'
import { useNavigate } from '@tanstack/react-router'
import { t } from '../text/pages.ts'
import { useSetUp } from '../shell/session.tsx'
import classes from './entrance.module.css'
import { Entrance } from './entrance.tsx'
import { browserZone, currencies, likelyCurrency, zones } from './zones.ts'

/** Where the server's names for the fields stand in this form. */
const fieldAt: Record<string, string> = {
  'organisation.name': 'company',
  'organisation.timeZone': 'timeZone',
  'organisation.currency': 'currency',
  'owner.name': 'name',
  'owner.email': 'email',
  'owner.password': 'password',
}

/** The first visit: the owner's account and the company. */
export default function Setup() {
  const navigate = useNavigate()
  const setUp = useSetUp()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: {
      company: '',
      name: '',
      email: '',
      password: '',
      timeZone: browserZone(),
      currency: likelyCurrency(navigator.languages),
    },
    validate: {
      company: (value) => (value.trim() ? null : t('setup.companyMissing')),
      name: (value) => (value.trim() ? null : t('setup.nameMissing')),
      email: (value) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : t('form.email')),
      password: (value) =>
        value.length >= passwordLength ? null : t('form.password', { count: passwordLength }),
      timeZone: (value) => (value ? null : t('form.choose')),
      currency: (value) => (value ? null : t('form.choose')),
    },
  })
  const submit = form.onSubmit(async (values) => {
    const { company, name, email, password, timeZone, currency } = values
    const refused = await setUp({
      organisation: { name: company, timeZone, currency },
      owner: { name, email: email.trim(), password },
    })
    if (!refused) await navigate({ to: '/welcome' })
    else
      form.setErrors(
        Object.fromEntries(Object.entries(refused).map(([path, why]) => [fieldAt[path] ?? 'form', why])),
      )
  })
  return (
    <Entrance title={t('setup.title')} text={t('setup.text')}>
      <form onSubmit={submit} className={classes.form} noValidate>
        {form.errors['form'] && (
          <div role="alert" className={classes.failure}>
            {form.errors['form']}
          </div>
        )}
        <TextInput
          label={t('setup.company')}
          autoComplete="organization"
          data-autofocus
          autoFocus
          key={form.key('company')}
          {...form.getInputProps('company')}
        />
        <TextInput
          label={t('setup.name')}
          autoComplete="name"
          key={form.key('name')}
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t('setup.email')}
          type="email"
          autoComplete="username"
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('setup.password')}
          description={t('setup.passwordHelp', { count: passwordLength })}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('form.showPassword') }}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <div className={classes.pair}>
          <Select
            label={t('setup.timeZone')}
            data={zones}
            searchable
            limit={60}
            allowDeselect={false}
            key={form.key('timeZone')}
            {...form.getInputProps('timeZone')}
          />
          <Select
            label={t('setup.currency')}
            data={currencies}
            searchable
            limit={60}
            allowDeselect={false}
            key={form.key('currency')}
            {...form.getInputProps('currency')}
          />
        </div>
        <Button type="submit" variant="filled" size="sm" className={classes.submit} loading={form.submitting}>
          {t('setup.submit')}
        </Button>
      </form>
    </Entrance>
  )
}
