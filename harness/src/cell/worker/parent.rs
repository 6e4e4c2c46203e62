//! The end of a cell whose parent is gone, killed for instance: its results have no reader.

/// Ends this process when the reader of its standard output is gone, whatever it computes then.
#[cfg(unix)]
pub fn end_with_parent() {
    use std::os::fd::AsFd;

    use nix::{
        errno::Errno,
        poll::{PollFd, PollFlags, PollTimeout, poll},
    };

    std::thread::spawn(|| {
        let stdout = std::io::stdout();
        // A pipe without a reader is an error, which is reported unasked (poll(2)).
        let mut pipe = [PollFd::new(stdout.as_fd(), PollFlags::empty())];
        loop {
            match poll(&mut pipe, PollTimeout::NONE) {
                Ok(_) => std::process::exit(1),
                Err(Errno::EINTR) => {}
                Err(_) => return,
            }
        }
    });
}

/// Without pipes as on Unix a cell ends with its next message.
#[cfg(not(unix))]
pub fn end_with_parent() {}
