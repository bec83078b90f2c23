import { Avatar } from '../../ui/avatar.tsx'
import { Title } from '../title.tsx'
import classes from './field.module.css'
import { reference } from './reference.tsx'
import type { ShowProps, Widget } from './widget.ts'

const ShowUser = ({ value }: ShowProps) => (
  <Title type="user" id={String(value)}>
    {(name) => (
      <span className={classes.user}>
        <Avatar name={name} size={20} round />
        <span className={classes.ellipsis}>{name}</span>
      </span>
    )}
  </Title>
)

/** A team member is a reference that looks like a face. */
export const user: Widget = { ...reference, Show: ShowUser, width: 160 }
