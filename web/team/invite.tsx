import '@mantine/core/styles/Checkbox.layer.css'
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { invitationRoutes, type InvitationWithLink } from '../../contract/team/invitations.ts'
import { team as teamType } from '../../contract/team/user.ts'
import { refusalOf } from '../records/changes.ts'
import { someQuery } from '../records/record-api.ts'
import { call } from '../shell/api.ts'
import { useSession } from '../shell/session.tsx'
import { t } from '../text/seldom.ts'
import { SidePanel } from '../ui/side-panel.tsx'
import { CopyField } from './copy-field.tsx'
import { useRoleChoices } from './role-names.ts'
import classes from './settings.module.css'

const teams = { filter: null, sort: 'name', fields: ['name'] }

/** Invites somebody, by mail or by a link to pass on. */
export function Invite({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<InvitationWithLink | null>(null)
  return (
    <SidePanel title={t('invite.title')} onClose={onClose}>
      {made ? (
        <Made invitation={made} onClose={onClose} />
      ) : (
        <InviteForm onMade={setMade} onClose={onClose} />
      )}
    </SidePanel>
  )
}

export function Made({ invitation, onClose }: { invitation: InvitationWithLink; onClose: () => void }) {
  return (
    <div className={classes.form}>
      <CopyField label={t('invite.link')} description={t('invite.linkText')} value={invitation.link} />
      {invitation.email && invitation.sentAt && (
        <p className={classes.text}>{t('invite.mailed', { email: invitation.email })}</p>
      )}
      <div className={classes.actions}>
        <Button onClick={onClose}>{t('ui.close')}</Button>
      </div>
    </div>
  )
}

function InviteForm({
  onMade,
  onClose,
}: {
  onMade: (made: InvitationWithLink) => void
  onClose: () => void
}) {
  const { user: me } = useSession()
  const roles = useRoleChoices()
  const { data } = useQuery(someQuery(teamType, teams, 200))
  const queries = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', role: 'seller', team: '', days: '7', send: true },
    validate: {
      email: (value) => (value.trim() === '' || /^\S+@\S+\.\S+$/.test(value.trim()) ? null : t('form.email')),
    },
  })
  const submit = form.onSubmit(async ({ email, role, team, days, send }) => {
    try {
      const body = { email: email.trim() || null, role, team: team || null, days: Number(days), send }
      onMade(await call(invitationRoutes.create, { body }))
      await queries.invalidateQueries({ queryKey: ['invitations'] })
    } catch (error) {
      form.setErrors(refusalOf(error, ['email', 'role', 'team']))
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
        label={t('invite.email')}
        description={t('invite.emailHelp')}
        type="email"
        autoFocus
        key={form.key('email')}
        {...form.getInputProps('email')}
      />
      <NativeSelect
        label={t('members.role')}
        data={roles.filter(({ value }) => value !== 'owner' || me.role === 'owner')}
        key={form.key('role')}
        {...form.getInputProps('role')}
      />
      <NativeSelect
        label={t('invite.team')}
        data={[
          { value: '', label: t('invite.noTeam') },
          ...(data?.data ?? []).map(({ id, title }) => ({ value: id, label: title })),
        ]}
        key={form.key('team')}
        {...form.getInputProps('team')}
      />
      <NativeSelect
        label={t('invite.days')}
        data={[1, 7, 30].map((count) => ({ value: String(count), label: t('invite.day', { count }) }))}
        key={form.key('days')}
        {...form.getInputProps('days')}
      />
      <Checkbox
        label={t('invite.send')}
        key={form.key('send')}
        {...form.getInputProps('send', { type: 'checkbox' })}
      />
      <div className={classes.actions}>
        <Button type="submit" variant="filled" loading={form.submitting}>
          {t('invite.submit')}
        </Button>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
      </div>
    </form>
  )
}
