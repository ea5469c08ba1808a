import { Alert } from '@backstage/ui';

/** Says which permission a page needs. */
export function ForbiddenNotice(props: { title: string; text: string }) {
  return (
    <Alert
      role="alert"
      icon
      status="info"
      title={props.title}
      description={props.text}
    />
  );
}
