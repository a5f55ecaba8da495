//! Every state that can be reached, level by level, so that the first failure found is one of the
//! shortest.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Debug;
use std::thread;

/// A state is known by a hash of 128 bits: with a million of them two share one with a chance of 1
/// in 10^26.
pub type Print = u128;

pub trait Model: Sync {
    type State: Send + Sync;
    type Action: Copy + Debug + Send + Sync;

    fn first(&self) -> Self::State;
    fn print(&self, state: &Self::State) -> Print;
    /// What can happen next; nothing at an end.
    fn actions(&self, state: &Self::State) -> Vec<Self::Action>;
    /// The state after an action, or what does not hold.
    fn next(&self, state: &Self::State, action: Self::Action) -> Result<Self::State, String>;
}

/// What a search came to.
#[derive(Debug)]
pub struct Found<A> {
    pub states: usize,
    pub steps: usize,
    pub ends: usize,
    /// The longest of the shortest ways to a state.
    pub depth: usize,
    /// What does not hold, and the way there.
    pub failure: Option<(String, Vec<A>)>,
}

/// A successor, and where it came from.
type Reached<M> = (Print, <M as Model>::State, Print, <M as Model>::Action);

/// Looks at every state. More than `cap` of them are a failure: the search would say nothing of the
/// rest.
pub fn search<M: Model>(model: &M, cap: usize) -> Found<M::Action> {
    let first = model.first();
    let mut seen: HashMap<Print, Option<(Print, M::Action)>> = HashMap::new();
    let mut level = vec![(model.print(&first), first)];
    seen.insert(level[0].0, None);
    let mut found = Found {
        states: 1,
        steps: 0,
        ends: 0,
        depth: 0,
        failure: None,
    };
    while !level.is_empty() {
        let threads = thread::available_parallelism()
            .map_or(2, usize::from)
            .min(8);
        let chunks: Vec<_> = level.chunks(level.len().div_ceil(threads)).collect();
        let parts: Vec<_> = thread::scope(|scope| {
            let seen = &seen;
            let started: Vec<_> = chunks
                .into_iter()
                .map(|chunk| scope.spawn(move || expand(model, chunk, seen)))
                .collect();
            started
                .into_iter()
                .map(|part| part.join().expect("a search that ends"))
                .collect()
        });
        let mut next = Vec::new();
        for part in parts {
            found.steps += part.steps;
            found.ends += part.ends;
            if let Some((what, from, action)) = part.failure {
                let mut way = way_to(&seen, from);
                way.push(action);
                found.failure = Some((what, way));
                return found;
            }
            for (print, state, from, action) in part.reached {
                if let Entry::Vacant(place) = seen.entry(print) {
                    place.insert(Some((from, action)));
                    next.push((print, state));
                }
            }
        }
        found.states = seen.len();
        if found.states > cap {
            let what = format!("more than {cap} states: the search is not complete");
            found.failure = Some((what, way_to(&seen, level[0].0)));
            return found;
        }
        found.depth += usize::from(!next.is_empty());
        level = next;
    }
    found
}

struct Part<M: Model> {
    reached: Vec<Reached<M>>,
    steps: usize,
    ends: usize,
    failure: Option<(String, Print, M::Action)>,
}

fn expand<M: Model>(
    model: &M,
    level: &[(Print, M::State)],
    seen: &HashMap<Print, Option<(Print, M::Action)>>,
) -> Part<M> {
    let mut part = Part {
        reached: Vec::new(),
        steps: 0,
        ends: 0,
        failure: None,
    };
    for (from, state) in level {
        let actions = model.actions(state);
        part.ends += usize::from(actions.is_empty());
        for action in actions {
            part.steps += 1;
            match model.next(state, action) {
                Ok(next) => {
                    let print = model.print(&next);
                    if !seen.contains_key(&print) {
                        part.reached.push((print, next, *from, action));
                    }
                }
                Err(what) => {
                    part.failure = Some((what, *from, action));
                    return part;
                }
            }
        }
    }
    part
}

fn way_to<A: Copy>(seen: &HashMap<Print, Option<(Print, A)>>, to: Print) -> Vec<A> {
    let mut way = Vec::new();
    let mut at = to;
    while let Some(Some((from, action))) = seen.get(&at) {
        way.push(*action);
        at = *from;
    }
    way.reverse();
    way
}
