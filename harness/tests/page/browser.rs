//! A page in headless Chromium.

use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use headless_chrome::{
    Browser, LaunchOptions, Tab,
    protocol::cdp::{Emulation, Network, Page, types::Event},
};
use serde_json::Value;

/// Waits for pages of any size on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(120);

/// A browser of its own, or nothing where this machine has none.
pub(crate) fn launch() -> Option<Browser> {
    let path = headless_chrome::browser::default_executable();
    let Ok(path) = path.inspect_err(|_| eprintln!("skipped: there is no Chromium or Chrome here"))
    else {
        return None;
    };
    let options = LaunchOptions {
        path: Some(path),
        sandbox: false,
        idle_browser_timeout: PATIENCE,
        ..LaunchOptions::default()
    };
    Some(Browser::new(options).unwrap())
}

/// An open page, with all that it asked for and complained about.
pub(crate) struct OpenPage {
    tab: Arc<Tab>,
    pub(crate) requests: Arc<Mutex<Vec<String>>>,
    pub(crate) complaints: Arc<Mutex<Vec<String>>>,
}

impl OpenPage {
    /// Opens a file and waits until it is drawn.
    pub(crate) fn open(browser: &Browser, file: &Path) -> Self {
        let tab = browser.new_tab().unwrap();
        tab.set_default_timeout(PATIENCE);
        let page = Self {
            tab: Arc::clone(&tab),
            requests: Arc::default(),
            complaints: Arc::default(),
        };
        let (requests, complaints) = (Arc::clone(&page.requests), Arc::clone(&page.complaints));
        tab.add_event_listener(Arc::new(move |event: &Event| match event {
            Event::NetworkRequestWillBeSent(sent) => {
                requests
                    .lock()
                    .unwrap()
                    .push(sent.params.request.url.clone());
            }
            Event::LogEntryAdded(entry) => {
                complaints
                    .lock()
                    .unwrap()
                    .push(format!("{:?}", entry.params.entry));
            }
            Event::RuntimeConsoleAPICalled(call) => {
                complaints
                    .lock()
                    .unwrap()
                    .push(format!("{:?}", call.params.args));
            }
            Event::RuntimeExceptionThrown(thrown) => {
                complaints
                    .lock()
                    .unwrap()
                    .push(format!("{:?}", thrown.params.exception_details));
            }
            _ => {}
        }))
        .unwrap();
        tab.enable_log().unwrap();
        tab.enable_runtime().unwrap();
        tab.call_method(Network::Enable {
            max_total_buffer_size: None,
            max_resource_buffer_size: None,
            max_post_data_size: None,
            report_direct_socket_traffic: None,
            enable_durable_messages: None,
        })
        .unwrap();
        tab.navigate_to(&format!("file://{}", file.display()))
            .unwrap();
        tab.wait_until_navigated().unwrap();
        page
    }

    /// Makes the window so many pixels wide.
    pub(crate) fn resize(&self, width: u32) {
        self.tab
            .call_method(Emulation::SetDeviceMetricsOverride {
                width,
                height: 900,
                device_scale_factor: 1.0,
                mobile: false,
                scale: None,
                screen_width: None,
                screen_height: None,
                position_x: None,
                position_y: None,
                dont_set_visible_size: None,
                screen_orientation: None,
                viewport: None,
                display_feature: None,
                device_posture: None,
            })
            .unwrap();
    }

    /// The value of a JavaScript expression that is a JSON text.
    pub(crate) fn evaluate(&self, expression: &str) -> Value {
        let value = self.tab.evaluate(expression, false).unwrap().value;
        serde_json::from_str(value.unwrap().as_str().unwrap()).unwrap()
    }

    /// A picture of the whole page.
    pub(crate) fn screenshot(&self, file: &Path) {
        let picture =
            self.tab
                .capture_screenshot(Page::CaptureScreenshotFormatOption::Png, None, None, true);
        std::fs::write(file, picture.unwrap()).unwrap();
    }
}
