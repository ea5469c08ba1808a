import { emptySeed, startSimulator } from 'linear-simulator';
import { Command, Answer } from './SimulatorProcess';

/** The far side, in a process of its own, so that its work is not counted as ours. */
async function main(): Promise<void> {
  const [parents, childrenPerParent, latencyMs] = process.argv
    .slice(2)
    .map(Number);
  const simulator = await startSimulator({
    recordFile: false,
    latencyMs,
    limits: { requestsPerHour: 1_000_000, pointsPerHour: 1_000_000_000 },
    seed: {
      ...emptySeed,
      generated: { team: 'INC', parents, childrenPerParent },
    },
  });
  const { store } = simulator;
  const children = () => store.issues().filter(issue => issue.parentId);

  function answer(command: Command): Answer {
    switch (command.kind) {
      case 'parents':
        return {
          parents: store
            .issues()
            .filter(issue => !issue.parentId)
            .map(issue => ({ id: issue.id, identifier: issue.identifier })),
        };
      case 'requests': {
        const entries = simulator.requests
          .list()
          .filter(entry => entry.kind === 'query');
        const told = {
          requests: entries.length,
          points: entries.reduce((sum, entry) => sum + (entry.points ?? 0), 0),
        };
        simulator.requests.clear();
        return told;
      }
      case 'rename': {
        const renamed = children().slice(0, command.issues);
        for (const issue of renamed) {
          store.updateIssue(issue.id, { title: command.title });
        }
        return { ids: renamed.map(issue => issue.id) };
      }
      case 'add': {
        for (let index = 0; index < command.issues; index++) {
          store.createIssue({
            team: 'INC',
            title: `Added ${index}`,
            parent: command.parent,
          });
        }
        return {};
      }
      default:
        throw new Error(
          `Unknown command ${JSON.stringify(command satisfies never)}`,
        );
    }
  }

  process.on('message', ({ id, command }: { id: number; command: Command }) => {
    process.send?.({ id, answer: answer(command) });
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ id: 0, answer: { url: simulator.url } });
}

main().catch(error => {
  process.stderr.write(`${error}\n`);
  process.exit(1);
});
