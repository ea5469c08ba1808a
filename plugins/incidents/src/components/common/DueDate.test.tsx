import { ActionItem } from '@backstage-incidents/incidents-common';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { actionItem, endOfDay, fromNow } from '../../__testUtils__/fixtures';
import { DueDate } from './DueDate';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

describe('DueDate', () => {
  it.each<[string, Partial<ActionItem>]>([
    ['Today', { dueAt: endOfDay(0), dueSource: 'linear' }],
    ['Tomorrow', { dueAt: endOfDay(1), dueSource: 'linear' }],
    ['in 3 days', { dueAt: endOfDay(3), dueSource: 'linear' }],
    [
      '1 day overdue',
      { dueAt: endOfDay(-1), dueSource: 'linear', overdue: true },
    ],
    [
      '2 days overdue',
      { dueAt: endOfDay(-2), dueSource: 'linear', overdue: true },
    ],
    ['in 2 days', { dueAt: fromNow(2 * DAY), dueSource: 'policy' }],
    [
      '3 h overdue',
      { dueAt: fromNow(-3.5 * HOUR), dueSource: 'sla', overdue: true },
    ],
    ['in 5 h', { dueAt: fromNow(5.5 * HOUR), dueSource: 'sla' }],
    ['Overdue', { dueAt: fromNow(0), dueSource: 'policy', overdue: true }],
  ])('says %p', async (text, due) => {
    renderInTestApp(
      <DueDate
        item={actionItem({ identifier: 'PAY-1', title: 'One', ...due })}
      />,
    );
    expect(await screen.findByText(text)).toBeInTheDocument();
  });
});
