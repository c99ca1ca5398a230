import { PasswordInput } from '@mantine/core';

interface NewPasswordInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A password that is being chosen, with what it must be like. */
export function NewPasswordInput({ label, value, onChange }: NewPasswordInputProps) {
  return (
    <PasswordInput
      label={label}
      description="At least 10 characters. A short sentence is good."
      autoComplete="new-password"
      required
      withAsterisk={false}
      minLength={10}
      maxLength={200}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
