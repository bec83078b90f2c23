import { useState } from 'react'
import { initials } from './format.ts'
import classes from './avatar.module.css'

interface AvatarProps {
  name: string
  size?: number
  round?: boolean
  /** A picture instead of the initials; they stand in for one that does not come. */
  picture?: string | null
}

/** A name's initials on calm paper, or a picture: squares are customers, circles are the team. */
export function Avatar({ name, size = 44, round, picture }: AvatarProps) {
  const [missing, setMissing] = useState<string | null>(null)
  return (
    <span
      className={classes.avatar}
      aria-hidden
      style={{
        width: size,
        height: size,
        fontSize: Math.max(9, Math.round(size * 0.36)),
        borderRadius: round ? '50%' : size > 30 ? 10 : 6,
      }}
    >
      {picture && picture !== missing ? (
        <img src={picture} alt="" width={size} height={size} onError={() => setMissing(picture)} />
      ) : (
        initials(name)
      )}
    </span>
  )
}
